import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconMailForward, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { EditButtons } from '~/screens/pricing/shared/EditButtons';
import { Card } from '~/ui/Card';
import { Empty } from '~/ui/Empty';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useAct } from '~/ui/useAct';

import { LevelDialog } from './LevelDialog';
import { replaced, type Level } from './levels';

const MAX = 9;

/** How customers are reminded: the ladder of letters, the friendliest first. */
export default function Levels() {
  const { t, i18n } = useTranslation();
  const may = useMay();
  const [edited, setEdited] = useState<number | 'new' | null>(null);
  const query = hooks.useQuery('get', '/api/accounting/v1/dunning-levels');
  const { data, error } = query;
  const save = useAct<Level[]>({
    act: (levels) => api.PUT('/api/accounting/v1/dunning-levels', { body: { levels } }),
    done: () => t('levels.saved'),
  });
  if (error)
    return <PageTrouble title={t('screens.dunningLevels')} error={error} onRetry={() => void query.refetch()} />;
  if (!data) return <PageSkeleton />;
  const { levels } = data;
  const mayWrite = may('accounting.dunning-rules.write');
  const language = i18n.language === 'fr' ? 'fr' : 'en';
  return (
    <Page
      title={t('screens.dunningLevels')}
      note={t('levels.note')}
      actions={
        mayWrite && levels.length < MAX ? (
          <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setEdited('new')}>
            {t('levels.add')}
          </Button>
        ) : null
      }
    >
      {levels.length === 0 ? (
        <Empty icon={IconMailForward} title={t('levels.emptyTitle')} hint={t('levels.emptyHint')} />
      ) : null}
      <Stack gap="md">
        {levels.map((level, at) => (
          <Card
            key={level.days_late}
            title={`${at + 1}. ${level.words[language].title}`}
            side={
              mayWrite && levels.length > 1 ? (
                <EditButtons
                  name={level.words[language].title}
                  hint={t('levels.removeHint')}
                  onEdit={() => setEdited(at)}
                  onRemove={() => save.mutate(replaced(levels, at, null))}
                />
              ) : mayWrite ? (
                <Button size="xs" variant="subtle" onClick={() => setEdited(at)}>
                  {t('levels.change')}
                </Button>
              ) : null
            }
          >
            <Group gap="xs" mb="xs">
              <Badge color="gray">{t('levels.from', { count: level.days_late })}</Badge>
              {at > 0 ? <Badge color="gray">{t('levels.pause', { count: level.pause_days })}</Badge> : null}
              {level.claims ? <Badge color="orange">{t('levels.doesClaim')}</Badge> : null}
              {level.posts ? <Badge color="red">{t('levels.doesPost')}</Badge> : null}
            </Group>
            <Text style={{ whiteSpace: 'pre-line' }}>{level.words[language].text}</Text>
          </Card>
        ))}
      </Stack>
      {edited !== null ? (
        <LevelDialog
          level={edited === 'new' ? null : (levels[edited] ?? null)}
          levels={levels}
          at={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </Page>
  );
}
