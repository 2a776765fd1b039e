import { Button, Group, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconSend, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { AnswerRow } from '~/screens/buying/rfqs/AnswerRow';
import { answerOf, type Answered } from '~/screens/buying/rfqs/rfq';
import { Card } from '~/ui/Card';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { Trouble } from '~/ui/Trouble';

import { answeredBefore, invited, type Invitation } from './invited';

/** The supplier's prices, his terms, or his no. He may say it again until the last day. */
export function AnswerForm({ rfq, secret }: { rfq: Invitation; secret: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const queries = useQueryClient();
  const [answered, setAnswered] = useState(() => answeredBefore(rfq));
  const [isDeclining, setDeclining] = useState(false);
  const set = (part: Partial<Answered>) => setAnswered((before) => ({ ...before, ...part }));
  const body = answerOf(answered);
  const isLocked = !rfq.is_open;
  const onSettled = () => queries.invalidateQueries({ queryKey: ['invitation', secret] });
  const send = useMutation({ mutationFn: () => invited('/quote', secret, body), onSettled });
  const decline = useMutation({ mutationFn: () => invited('/decline', secret, {}), onSettled });
  const sentAt = (line: string) => body?.lines.findIndex((it) => it.rfq_line_id === line) ?? -1;
  const refused = send.error ?? decline.error;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (body) send.mutate();
      }}
    >
      <Stack gap="md">
        <Card title={t('invitation.lines', { currency: answered.currency })}>
          {rfq.lines.map((line) => (
            <AnswerRow
              key={line.id}
              name={line.name}
              sku={line.sku}
              asked={[
                `${format.number(line.quantity)} × ${line.packaging_code}`,
                line.needed_on ? t('replenishment.neededOn', { date: format.date(line.needed_on) }) : '',
              ]
                .filter(Boolean)
                .join(' · ')}
              answer={answered.answers[line.id]}
              fault={(field) => faultOf(send.error, `lines.${sentAt(line.id)}.${field}`)}
              isLocked={isLocked}
              onEdit={(answer) => set({ answers: { ...answered.answers, [line.id]: answer } })}
            />
          ))}
          <Text size="sm" c="dimmed" mt="sm">
            {t('invitation.noPrice')}
          </Text>
        </Card>
        <Card title={t('invitation.terms')}>
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <TextInput
              type="date"
              required
              label={t('rfqs.validUntil')}
              value={answered.validUntil}
              error={faultOf(send.error, 'valid_until')}
              disabled={isLocked}
              onChange={(event) => set({ validUntil: event.currentTarget.value })}
            />
            <DecimalInput
              label={t('rfqs.freight')}
              value={answered.freight}
              error={faultOf(send.error, 'freight')}
              disabled={isLocked}
              onChange={(freight) => set({ freight })}
            />
            <DecimalInput
              label={t('rfqs.charges')}
              value={answered.charges}
              error={faultOf(send.error, 'charges')}
              disabled={isLocked}
              onChange={(charges) => set({ charges })}
            />
          </SimpleGrid>
          <Textarea
            mt="sm"
            autosize
            minRows={2}
            maxLength={500}
            label={t('rfqs.note')}
            value={answered.note}
            error={faultOf(send.error, 'note')}
            disabled={isLocked}
            onChange={(event) => set({ note: event.currentTarget.value })}
          />
        </Card>
        {refused ? <Trouble error={refused} /> : null}
        {isLocked ? null : (
          <Group gap="xs">
            <Button
              type="submit"
              size="sm"
              leftSection={<IconSend size={16} />}
              disabled={!body}
              loading={send.isPending}
            >
              {t(rfq.version ? 'invitation.sendAgain' : 'invitation.send')}
            </Button>
            <Button
              size="sm"
              variant="default"
              leftSection={<IconX size={16} />}
              disabled={rfq.standing === 'declined'}
              onClick={() => setDeclining(true)}
            >
              {t('invitation.decline')}
            </Button>
          </Group>
        )}
      </Stack>
      <ConfirmDialog
        title={t('invitation.decline')}
        isOpen={isDeclining}
        isBusy={decline.isPending}
        onClose={() => setDeclining(false)}
        onConfirm={() => decline.mutate(undefined, { onSettled: () => setDeclining(false) })}
      >
        <Text c="dimmed">{t('invitation.declineHint')}</Text>
      </ConfirmDialog>
    </form>
  );
}
