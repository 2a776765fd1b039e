import { useTranslation } from 'react-i18next';

import type { Approval } from './inbox';

/** What kind of thing is asked for, in words. */
export function useSubject({ subject }: Pick<Approval, 'subject'>): string {
  const { i18n } = useTranslation();
  return (i18n.t as (key: string, options: object) => string)(`approvals.subjects.${subject}`, {
    defaultValue: subject,
  });
}
