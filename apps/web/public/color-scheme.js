// Runs before the first paint, so that a dark page never flashes white. A file of its own, because
// the page's content security policy allows no inline script.
;(function () {
  var scheme = null
  try {
    scheme = localStorage.getItem('askdesk.color-scheme')
  } catch {
    // Storage is switched off: follow the system.
  }
  if (scheme !== 'light' && scheme !== 'dark') {
    scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  }
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
})()
