/**
 * Puts text on the clipboard. A browser has none for pages that came without TLS, other than from this machine, and
 * may refuse otherwise.
 *
 * @returns whether it is there now
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
