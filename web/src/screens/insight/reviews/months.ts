/** A month in words, from its first day: "mars 2026". */
export function monthName(firstDay: string, language: string): string {
  const words = new Intl.DateTimeFormat(language === 'fr' ? 'fr-FR' : 'en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return words.format(new Date(firstDay));
}
