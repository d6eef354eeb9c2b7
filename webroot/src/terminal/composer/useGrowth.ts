import { useLayoutEffect } from 'react';

/**
 * Lets the box grow with its text. What it grows by lies over the terminal, which moves up by as much
 * (`--composer-growth`): were it beside the terminal, every new line would change the size of the agent's pane.
 */
export function useGrowth(
  form: React.RefObject<HTMLFormElement | null>,
  box: React.RefObject<HTMLTextAreaElement | null>,
  text: string,
): void {
  useLayoutEffect(() => {
    if (box.current === null) return;
    box.current.style.height = 'auto';
    box.current.style.height = `${box.current.scrollHeight + 2}px`;
  }, [box, text]);

  useLayoutEffect(() => {
    const slot = form.current?.parentElement;
    const area = slot?.parentElement;
    if (!form.current || !slot || !area) return;
    const observer = new ResizeObserver(() => {
      const growth = Math.max(0, (form.current?.offsetHeight ?? 0) - slot.offsetHeight);
      area.style.setProperty('--composer-growth', `${growth}px`);
    });
    observer.observe(form.current);
    return () => {
      observer.disconnect();
      area.style.removeProperty('--composer-growth');
    };
  }, [form]);
}
