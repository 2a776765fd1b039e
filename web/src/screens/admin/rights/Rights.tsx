import { Text, TextInput, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';

import { grouped, rightOf, type Right } from './rights';
import classes from './rights.module.css';

/** Who may do what: a line for each thing that can be done, a column for each role, in plain words. */
export default function Rights() {
  const { t } = useTranslation();
  const word = useWord();
  const [asked, setAsked] = useState('');
  const query = hooks.useQuery('get', '/api/identity/v1/roles');
  const { data, error } = query;
  if (error) return <PageTrouble title={t('screens.rights')} error={error} onRetry={() => void query.refetch()} />;
  if (!data) return <PageSkeleton />;
  const nameOf = (right: Right) => `${word('rightSubject', right.subject)} : ${word('rightVerb', right.verb)}`;
  const groups = grouped(data.permissions.map(rightOf), asked, nameOf);
  const roles = data.items.map(({ role }) => role);
  return (
    <Page
      title={t('screens.rights')}
      note={t('rights.note')}
      actions={
        <TextInput
          w={260}
          aria-label={t('list.search')}
          placeholder={t('list.search')}
          leftSection={<IconSearch size={15} />}
          value={asked}
          onChange={(event) => setAsked(event.currentTarget.value)}
        />
      }
    >
      {groups.length === 0 ? <Empty title={t('list.nothingFiltered')} /> : null}
      <div className={classes.groups}>
        {groups.map(({ service, rights }) => (
          <Card key={service} title={word('service', service)} isFlush isScrolledByKeys>
            <table className={classes.matrix} aria-label={word('service', service)}>
              <thead>
                <tr>
                  <th scope="col">{t('rights.right')}</th>
                  {roles.map((role) => (
                    <th key={role} scope="col">
                      {word('roleName', role)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rights.map((right) => (
                  <tr key={right.permission}>
                    <th scope="row">
                      {nameOf(right)}
                      <Text size="xs" c="dimmed">
                        {right.permission}
                      </Text>
                    </th>
                    {roles.map((role) => (
                      <td key={role}>{right.roles.has(role) ? <May /> : null}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </Card>
        ))}
      </div>
    </Page>
  );
}

function May() {
  const { t } = useTranslation();
  return (
    <>
      <IconCheck size={16} aria-hidden />
      <VisuallyHidden>{t('list.yes')}</VisuallyHidden>
    </>
  );
}
