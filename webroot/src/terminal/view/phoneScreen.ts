/** A screen in a hand: too small to be the measure of an agent's pane. The style sheets say the same. */
export const PHONE_SCREEN = '(width < 768px), (pointer: coarse) and (height < 500px)';

export function isPhoneScreen(): boolean {
  return matchMedia(PHONE_SCREEN).matches;
}
