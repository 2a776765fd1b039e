import { useQuery } from '@tanstack/react-query';

import { useWord } from '~/i18n/useWord';
import { usePerson } from '~/auth/usePerson';

import { batched } from './batched';
import { api } from './client';
import type { OfIdentity } from './schemas';

const AT_ONCE = 50;

const load = batched<OfIdentity['PersonOut']>(
  AT_ONCE,
  (person) => person.subject,
  async (subject) => {
    const { data } = await api.GET('/api/identity/v1/people', { params: { query: { subject, limit: AT_ONCE } } });
    return data?.items ?? [];
  },
);

/** The name behind a subject; where it is no colleague's the program's, else the subject itself. */
export function usePersonName(subject: string): string {
  const me = usePerson();
  const word = useWord();
  const { data } = useQuery({
    queryKey: ['person', subject],
    queryFn: () => load(subject),
    staleTime: 600_000,
    enabled: subject !== '' && me.permissions.has('identity.people.read'),
  });
  return data?.name ?? (subject === me.subject ? me.name : word('program', subject));
}
