import { Button, Group, Modal, Progress, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useUndo } from '../useUndo';
import { each, leftOf, type Answer } from './each';
import type { Job } from './job';
import { Outcomes } from './Outcomes';
import { These } from './These';

interface Props<T> {
  job: Job<T>;
  onClose: () => void;
}

type Phase = 'asks' | 'runs' | 'tells';

/** Before many at once: what happens. Meanwhile: how far it is. Afterwards: which rows were refused, and why. */
export function EachDialog<T>({ job, onClose }: Props<T>) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const offerUndo = useUndo();
  const { title, rows, reason: asks, isFinal = false, undo } = job;
  const [phase, setPhase] = useState<Phase>('asks');
  const [reason, setReason] = useState('');
  const [answers, setAnswers] = useState<readonly Answer<T>[]>([]);
  const isStopped = useRef(false);
  const focused = useRef<HTMLButtonElement>(null);

  useEffect(() => focused.current?.focus(), [phase]); // where one goes on, as the dialog changes

  const close = () => {
    if (phase === 'runs') return;
    if (phase === 'tells') job.settled(leftOf(rows, answers));
    onClose();
  };
  const run = async () => {
    setPhase('runs');
    const found = await each(
      rows,
      (row) => job.act(row, reason.trim()),
      setAnswers,
      () => isStopped.current,
    );
    setAnswers(found);
    void queries.invalidateQueries();
    const isPlain = found.length === rows.length && found.every((it) => !it.error && !it.note);
    if (!isPlain) {
      setPhase('tells');
      return;
    }
    const message = job.done(found.length);
    if (undo) offerUndo({ message, undo: () => undoAll(rows, undo) });
    else notifications.show({ color: 'green', message });
    job.settled([]);
    onClose();
  };

  return (
    <Modal
      opened
      onClose={close}
      title={title}
      centered
      size={phase === 'tells' ? 'lg' : 'md'}
      withCloseButton={phase !== 'runs'}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {phase === 'asks' ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void run();
          }}
        >
          <Stack gap="md">
            <These names={rows.map(job.nameOf)} {...(job.total ? { total: job.total } : {})} />
            <Text c="dimmed">{job.hint}</Text>
            {asks ? (
              <Textarea
                label={t('common.reason')}
                data-autofocus
                required={asks === 'required'}
                maxLength={500}
                autosize
                minRows={2}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
            ) : null}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" size="sm" onClick={close}>
                {t('common.close')}
              </Button>
              <Button
                type="submit"
                size="sm"
                {...(asks ? {} : { 'data-autofocus': true })}
                {...(isFinal ? { color: 'red' } : {})}
                disabled={asks === 'required' && !reason.trim()}
              >
                {title}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : null}
      {phase === 'runs' ? (
        <Stack gap="md">
          <Text role="status">{t('bulk.underWay', { done: answers.length, count: rows.length })}</Text>
          <Progress
            aria-label={title}
            value={(answers.length / rows.length) * 100}
            transitionDuration={120}
            striped
            animated
          />
          <Group justify="flex-end">
            <Button ref={focused} variant="default" size="sm" onClick={() => (isStopped.current = true)}>
              {t('bulk.stop')}
            </Button>
          </Group>
        </Stack>
      ) : null}
      {phase === 'tells' ? (
        <Stack gap="md">
          <Outcomes job={job} answers={answers} />
          <Group justify="flex-end">
            <Button size="sm" ref={focused} onClick={close}>
              {t('common.close')}
            </Button>
          </Group>
        </Stack>
      ) : null}
    </Modal>
  );
}

/** @throws the first refusal, once all were tried */
async function undoAll<T>(rows: readonly T[], undo: (row: T) => Promise<unknown>): Promise<void> {
  const act = (row: T) => undo(row).then(() => null);
  const answers = await each(
    rows,
    act,
    () => {},
    () => false,
  );
  const refused = answers.find(({ error }) => error);
  if (refused?.error) throw refused.error;
}
