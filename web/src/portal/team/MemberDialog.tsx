import { Alert, Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { decimalOf } from '~/ui/form/decimals';
import { DecimalInput } from '~/ui/form/DecimalInput';
import { faultOf } from '~/ui/form/faults';
import { useAct } from '~/ui/useAct';

import { RIGHTS, toggled, type Right } from './rights';
import type { Limit, Member } from './useTeam';

interface Props {
  member: Member | null; // null: somebody new
  limit: Limit | undefined;
  mayLimit: boolean;
  customerId: string | undefined; // the house names the customer
  onClose: () => void;
  onSaved: (member: Member) => void;
}

/** A colleague: who he is, what he may do, and what he may order without asking. */
export function MemberDialog({ member, limit, mayLimit, customerId, onClose, onSaved }: Props) {
  const { t, i18n } = useTranslation();
  const [name, setName] = useState(member?.display_name ?? '');
  const [email, setEmail] = useState('');
  const [rights, setRights] = useState<Right[]>(member?.rights ?? ['order']);
  const [perOrder, setPerOrder] = useState(limit?.per_order ?? '');
  const [perMonth, setPerMonth] = useState(limit?.per_month ?? '');
  const attempt = useRef(crypto.randomUUID()); // sent twice, it is one colleague
  const made = useRef<Member | null>(member);
  const named = customerId ? { customer_id: customerId } : {};
  const limits = { per_order: decimalOf(perOrder), per_month: decimalOf(perMonth) };
  const isLimited = limits.per_order !== (limit?.per_order ?? null) || limits.per_month !== (limit?.per_month ?? null);
  const save = useAct({
    act: async () => {
      const saved = made.current ? await change(made.current) : await add();
      made.current = saved; // the limit may be refused: what is done is not done again
      if (mayLimit && isLimited && rights.includes('order'))
        await api.PUT('/api/sales/v1/spending-limits/{subject}', {
          params: { path: { subject: saved.id } },
          body: { ...named, ...limits },
        });
      onSaved(saved);
    },
    done: () => (member ? t('portal.team.changed', { name }) : t('portal.team.isIn', { name })),
  });
  const add = async () => {
    const body = {
      ...named,
      display_name: name.trim(),
      email: email.trim(),
      rights,
      language: languageOf(i18n.language),
    };
    const headers = { 'Idempotency-Key': attempt.current };
    attempt.current = crypto.randomUUID();
    const { data } = await api.POST('/api/identity/v1/team', { body, headers });
    return known(data);
  };
  const change = async (before: Member) => {
    const body = { display_name: name.trim(), rights };
    if (body.display_name === before.display_name && rights.join() === before.rights.join()) return before;
    const params = { path: { user_id: before.id }, header: { 'if-match': `"${before.version}"` } };
    const { data } = await api.PATCH('/api/identity/v1/team/{user_id}', { params, body });
    return known(data);
  };
  const isWrong = [perOrder, perMonth].some((typed) => typed.trim() !== '' && decimalOf(typed) === null);
  return (
    <Modal
      opened
      onClose={onClose}
      title={member ? t('portal.team.accessOf', { name: member.display_name }) : t('portal.team.add')}
      centered
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="md">
          <TextInput
            data-autofocus
            required
            label={t('portal.team.name')}
            value={name}
            error={faultOf(save.error, 'display_name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {member ? null : (
            <TextInput
              required
              type="email"
              label={t('portal.team.email')}
              value={email}
              error={faultOf(save.error, 'email') ?? faultOf(save.error, 'username')}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
          )}
          <Checkbox.Group label={t('portal.team.right')} description={t('portal.team.lookHint')} value={rights}>
            <Stack gap={8} mt={8}>
              {RIGHTS.map((right) => (
                <Checkbox
                  key={right}
                  value={right}
                  disabled={right !== 'manage' && rights.includes('manage')}
                  label={t(`portal.team.rights.${right}`)}
                  description={t(`portal.team.explained.${right}`)}
                  onChange={(event) => setRights(toggled(rights, right, event.currentTarget.checked))}
                />
              ))}
            </Stack>
          </Checkbox.Group>
          {mayLimit && rights.includes('order') ? (
            <Stack gap={6} component="fieldset" style={{ border: 0, padding: 0, margin: 0 }}>
              <Group grow align="flex-start">
                <DecimalInput
                  label={t('portal.team.perOrder')}
                  placeholder={t('portal.team.unlimited')}
                  value={perOrder}
                  error={faultOf(save.error, 'per_order')}
                  onChange={setPerOrder}
                />
                <DecimalInput
                  label={t('portal.team.perMonth')}
                  placeholder={t('portal.team.unlimited')}
                  value={perMonth}
                  error={faultOf(save.error, 'per_month')}
                  onChange={setPerMonth}
                />
              </Group>
              <Alert variant="light" color="gray" p="xs">
                {t('portal.team.limitHint')}
              </Alert>
            </Stack>
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="sm" onClick={onClose}>
              {t('common.close')}
            </Button>
            <Button type="submit" size="sm" loading={save.isPending} disabled={isWrong}>
              {t(member ? 'common.save' : 'portal.team.invite')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function languageOf(language: string): 'fr' | 'en' {
  return language.startsWith('en') ? 'en' : 'fr';
}

function known(member: Member | undefined): Member {
  if (!member) throw new Error('The service has answered nothing.');
  return member;
}
