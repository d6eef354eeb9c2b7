import { useLayoutEffect, useRef } from 'react';
import type { Store } from '../resilience/store';
import type { Theme } from '../theme/theme';
import { ScreenPainter } from './screenPainter';
import type { TileScreen } from './wallConnection';

/**
 * Draws a session's screens on a canvas that fills its parent. Outside React: sixteen screens a second are nothing
 * that components have to be rendered for.
 */
export function useWallScreen(
  store: Store<TileScreen>,
  theme: Theme,
): React.RefObject<HTMLCanvasElement | null> {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<ScreenPainter | null>(null);

  useLayoutEffect(() => {
    const box = canvas.current?.parentElement;
    if (!canvas.current || !box) return;
    painter.current ??= new ScreenPainter(canvas.current);
    let frame = 0;
    const draw = () => {
      frame = 0;
      const { screen } = store.get();
      const size = { width: box.clientWidth, height: box.clientHeight };
      if (screen === null || size.width === 0 || size.height === 0) return;
      painter.current?.paint(screen, size, devicePixelRatio, theme);
    };
    const drawSoon = () => {
      if (frame === 0) frame = requestAnimationFrame(draw);
    };
    drawSoon();
    const unsubscribe = store.subscribe(drawSoon);
    const observer = new ResizeObserver(drawSoon);
    observer.observe(box);
    return () => {
      cancelAnimationFrame(frame);
      unsubscribe();
      observer.disconnect();
    };
  }, [store, theme]);

  return canvas;
}
