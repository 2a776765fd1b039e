import { useTranslation } from 'react-i18next';

/** Says what kind of thing is asked for. */
export function useSubjectName(): (subject: string) => string {
  const { i18n } = useTranslation();
  const say = i18n.t as (key: string, options: object) => string;
  return (subject) => say(`approvals.subjects.${subject}`, { defaultValue: subject });
}
