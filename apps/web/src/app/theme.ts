import {
  Button,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core'

/** The one accent: a calm pine green that holds 4.5:1 with white from shade 7 on. */
const pine: MantineColorsTuple = [
  '#eef9f5',
  '#d9f0e8',
  '#b3e0d1',
  '#86cdb6',
  '#55b699',
  '#2e9f80',
  '#178a6c',
  '#0f7259',
  '#0c5c49',
  '#08463a',
]

/** Neutral greys with a trace of the accent, so that surfaces and text belong together. */
const gray: MantineColorsTuple = [
  '#f7f9f8',
  '#eff2f1',
  '#e3e8e6',
  '#d2d9d6',
  '#b3bdb9',
  '#8c9793',
  '#66726d',
  '#4b5652',
  '#333c39',
  '#1d2422',
]

const dark: MantineColorsTuple = [
  '#e4e9e7',
  '#c3cbc8',
  '#98a39f',
  '#6f7b77',
  '#48534f',
  '#333d39',
  '#252d2a',
  '#1b2220',
  '#141a18',
  '#0e1312',
]

export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'pine',
  primaryShade: { light: 7, dark: 4 },
  colors: { pine, gray, dark },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.4' },
  headings: { fontWeight: '620' },
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  components: {
    Button: Button.extend({
      // The filled button in the accent of the colour scheme, with the text colour that is legible on it.
      vars: (_theme, { variant = 'filled' }) => ({
        root:
          variant === 'filled'
            ? {
                '--button-bg': 'var(--ask-accent)',
                '--button-hover': 'var(--ask-accent-hover)',
                '--button-color': 'var(--ask-on-accent)',
              }
            : {},
      }),
    }),
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
})
