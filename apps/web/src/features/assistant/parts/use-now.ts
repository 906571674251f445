import { useEffect, useState } from 'react'

/** The time, told again twice a second until a moment is reached. */
export function useNow(until: number): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now())
      if (Date.now() > until) clearInterval(timer)
    }, 500)
    return () => clearInterval(timer)
  }, [until])
  return now
}
