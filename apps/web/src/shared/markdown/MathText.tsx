import { memo, useEffect, useRef, useState } from 'react'
import styles from './Markdown.module.css'

type MathTextProps = { tex: string; isBlock: boolean }

/** A formula. Its source is shown until the engine, which most pages never need, is there. */
export const MathText = memo(function MathText({ tex, isBlock }: MathTextProps) {
  const target = useRef<HTMLSpanElement>(null)
  const [drawn, setDrawn] = useState<string | null>(null)
  useEffect(() => {
    let isWanted = true
    async function draw(): Promise<void> {
      const { drawMath } = await import('./math-engine.ts')
      if (!isWanted || !target.current) return
      setDrawn(drawMath(target.current, tex, isBlock) ? tex : null)
    }
    // Without the engine the source stays.
    draw().catch(() => undefined)
    return () => {
      isWanted = false
    }
  }, [tex, isBlock])
  return (
    <span className={isBlock ? styles['mathBlock'] : styles['math']}>
      {drawn !== tex && <code dir="ltr">{tex}</code>}
      <span ref={target} hidden={drawn !== tex} />
    </span>
  )
})
