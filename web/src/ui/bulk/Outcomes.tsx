import { Group, List, Text, ThemeIcon } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconInfoCircle, IconPlayerStop } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Refused } from '~/api/problem';
import { useRefusal } from '~/i18n/useRefusal';

import type { Answer } from './each';
import type { Job } from './job';

/** How many are done; each that was refused with its reason, and each that is done with something to know. */
export function Outcomes<T>({ job, answers }: { job: Job<T>; answers: readonly Answer<T>[] }) {
  const { t } = useTranslation();
  const say = useRefusal();
  const done = answers.filter((it) => !it.error);
  const noted = done.filter((it) => it.note);
  const refused = answers.filter((it) => it.error);
  const notBegun = job.rows.length - answers.length;
  const why = ({ error }: Answer<T>) =>
    error instanceof Refused ? say(error.problem) : `${t('refusal.offline')}. ${t('refusal.offlineHint')}`;
  return (
    <>
      {done.length > 0 ? (
        <Part icon={<IconCheck size={16} />} color="green" title={job.done(done.length)}>
          <Rows rows={noted.map((it) => [job.nameOf(it.row), it.note ?? ''])} label={job.done(done.length)} />
        </Part>
      ) : null}
      {refused.length > 0 ? (
        <Part
          icon={<IconAlertTriangle size={16} />}
          color="red"
          title={t('bulk.refused', { count: refused.length })}
          hint={t('bulk.refusedHint')}
        >
          <Rows
            rows={refused.map((it) => [job.nameOf(it.row), why(it)])}
            label={t('bulk.refused', { count: refused.length })}
          />
        </Part>
      ) : null}
      {notBegun > 0 ? (
        <Part icon={<IconPlayerStop size={16} />} color="gray" title={t('bulk.notBegun', { count: notBegun })}>
          {null}
        </Part>
      ) : null}
    </>
  );
}

interface PartProps {
  icon: ReactNode;
  color: string;
  title: string;
  hint?: string;
  children: ReactNode;
}

function Part({ icon, color, title, hint, children }: PartProps) {
  return (
    <div>
      <Group gap="xs" wrap="nowrap">
        <ThemeIcon color={color} variant="light" size="sm" radius="xl" aria-hidden>
          {icon}
        </ThemeIcon>
        <Text fw={600}>{title}</Text>
      </Group>
      {hint ? (
        <Text size="sm" c="dimmed" mt={4}>
          {hint}
        </Text>
      ) : null}
      {children}
    </div>
  );
}

function Rows({ rows, label }: { rows: readonly (readonly [string, string])[]; label: string }) {
  if (rows.length === 0) return null;
  return (
    <List
      size="sm"
      mt="xs"
      spacing={6}
      icon={<IconInfoCircle size={14} aria-hidden />}
      mah="40vh"
      style={{ overflow: 'auto' }}
      tabIndex={0}
      aria-label={label}
    >
      {rows.map(([name, text]) => (
        <List.Item key={name}>
          <b>{name}</b>{' '}
          <Text span inherit style={{ whiteSpace: 'pre-line' }}>
            {text}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}
