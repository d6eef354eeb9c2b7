/**
 * A phone's keyboard covers the page without resizing it, and iOS pushes the page up besides; the layout follows what
 * is left to see.
 */
export function followVisualViewport(): void {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const { style } = document.documentElement;
  const follow = () => {
    // Pinched, the page is looked at through a glass, and stays as it is.
    if (viewport.scale > 1.01) return;
    style.setProperty('--viewport', `${viewport.height}px`);
    style.setProperty('--viewport-top', `${viewport.offsetTop}px`);
  };
  viewport.addEventListener('resize', follow);
  viewport.addEventListener('scroll', follow);
  follow();
}
