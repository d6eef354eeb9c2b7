/** The one rule that a person has to know before touching a key. */
export const WHO_MAY_TYPE =
  'What you type in the Mayor’s terminal goes to the Mayor; every other terminal is read-only.';
