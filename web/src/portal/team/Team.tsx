import { Button } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';

import { InvitationDialog } from './InvitationDialog';
import { MemberDialog } from './MemberDialog';
import { Person } from './Person';
import classes from './Team.module.css';
import { useTeam, type Member } from './useTeam';

/** Who of one's own company may come in, and what each may do. */
export default function Team() {
  const { t } = useTranslation();
  return <People title={t('portal.menu.team')} note={t('portal.team.hint')} />;
}

/** The people of a customer; the house names him. */
export function People({ title, note, customerId }: { title: string; note: string; customerId?: string }) {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<Member | 'new' | null>(null);
  const [invited, setInvited] = useState<Member | null>(null);
  const { members, limits, mayLimit, error, retry } = useTeam(customerId);
  if (error) return <PageTrouble title={title} error={error} onRetry={retry} />;
  if (!members) return <PageSkeleton />;
  const add = (
    <Button leftSection={<IconUserPlus size={15} aria-hidden />} onClick={() => setEdited('new')}>
      {t('portal.team.add')}
    </Button>
  );
  return (
    <Page title={title} note={note} actions={add}>
      {members.length > 0 ? (
        <Card>
          <ul className={classes.people}>
            {members.map((member) => (
              <Person
                key={`${member.id}.${member.version}`}
                member={member}
                limit={limits.get(member.id)}
                onEdit={() => setEdited(member)}
                onInvite={() => setInvited(member)}
              />
            ))}
          </ul>
        </Card>
      ) : (
        <Empty icon={IconUserPlus} title={t('portal.team.nobody')} hint={t('portal.team.hint')} />
      )}
      {edited ? (
        <MemberDialog
          member={edited === 'new' ? null : edited}
          limit={edited === 'new' ? undefined : limits.get(edited.id)}
          mayLimit={mayLimit}
          customerId={customerId}
          onClose={() => setEdited(null)}
          onSaved={(saved) => {
            if (edited === 'new' && !saved.letter) setInvited(saved); // no mail is set up: the link is given by hand
            setEdited(null);
          }}
        />
      ) : null}
      {invited ? <InvitationDialog member={invited} onClose={() => setInvited(null)} /> : null}
    </Page>
  );
}
