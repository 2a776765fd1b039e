import { useTranslation } from 'react-i18next';

/** What is told of an act that concerns some of the ticked rows: how many it leaves as they are, if any. */
export function useConcerned(): (text: string, concerned: readonly unknown[], ticked: readonly unknown[]) => string {
  const { t } = useTranslation();
  return (text, concerned, ticked) => {
    const count = ticked.length - concerned.length;
    return count > 0 ? `${text} ${t('bulk.leftOut', { count })}` : text;
  };
}
