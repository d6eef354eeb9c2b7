/** A phone's keyboard covers the page without resizing it; the layout follows what is left to see. */
export function followVisualViewport(): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const follow = () => document.documentElement.style.setProperty('--viewport', `${viewport.height}px`);
  viewport.addEventListener('resize', follow);
  follow();
}
