import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '~/i18n/useFormat';
import { Choice } from '~/ui/Choice';

import { fits, movedBy, ofPartner, type ByDocument, type Clearing, type Entry, type OpenItem } from './clearing';
import { OfPartner } from './OfPartner';
import { useClear } from './useClear';

const KINDS = ['partner', 'account', 'suspense'] as const;
type Kind = (typeof KINDS)[number];

interface Props {
  entry: Entry;
  onClose: () => void;
}

/** Say by hand what an entry is for: documents of a partner, an account of the ledger, or that it has to be found out. */
export function HandDialog({ entry, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [kind, setKind] = useState<Kind>('partner');
  const [partner, setPartner] = useState('');
  const [items, setItems] = useState<readonly OpenItem[]>([]);
  const [settled, setSettled] = useState<ByDocument>({});
  const [fee, setFee] = useState('');
  const [isRestGivenUp, setIsRestGivenUp] = useState(false);
  const [account, setAccount] = useState('');
  const [label, setLabel] = useState(entry.text.slice(0, 140));
  const [owner, setOwner] = useState('');
  const clear = useClear();
  const moved = movedBy(entry, fee);
  const clearing = (): Clearing => {
    if (kind === 'account') return { kind, account: account.trim(), label };
    if (kind === 'suspense') return { kind, owner: owner.trim(), note: label };
    return ofPartner(partner, settled, fee, isRestGivenUp);
  };
  const isReady = {
    partner: partner !== '' && fits(moved, items, settled),
    account: account.trim() !== '',
    suspense: owner.trim() !== '',
  }[kind];
  const kinds = entry.status === 'suspended' ? KINDS.filter((it) => it !== 'suspense') : KINDS;
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      closeButtonProps={{ 'aria-label': t('common.close') }}
      title={t('bank.handTitle', { amount: format.money(entry.amount, entry.currency) })}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          clear.mutate({ entry: entry.id, clearing: clearing() }, { onSuccess: onClose });
        }}
      >
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {[entry.party_name, entry.party_iban, entry.text, format.date(entry.booked_on)].filter(Boolean).join(' · ')}
          </Text>
          <Choice
            label={t('bank.whatFor')}
            value={kind}
            onChange={setKind}
            options={kinds.map((value) => ({ value, label: t(`bank.kind.${value}`) }))}
          />
          {kind === 'partner' ? (
            <OfPartner
              side={entry.amount.startsWith('-') ? 'supplier' : 'customer'}
              currency={entry.currency}
              moved={moved}
              partner={partner}
              settled={settled}
              fee={fee}
              isRestGivenUp={isRestGivenUp}
              onPartner={(id) => {
                setPartner(id);
                setSettled({});
              }}
              onItems={setItems}
              onSettled={setSettled}
              onFee={setFee}
              onRestGivenUp={setIsRestGivenUp}
            />
          ) : (
            <>
              {kind === 'account' ? (
                <TextInput
                  label={t('bank.ledgerAccountOf')}
                  description={t('bank.ledgerAccountHint')}
                  inputMode="numeric"
                  required
                  value={account}
                  onChange={(event) => setAccount(event.currentTarget.value)}
                />
              ) : (
                <TextInput
                  label={t('bank.owner')}
                  description={t('bank.ownerHint')}
                  required
                  maxLength={100}
                  value={owner}
                  onChange={(event) => setOwner(event.currentTarget.value)}
                />
              )}
              <TextInput
                label={t('bank.label')}
                maxLength={140}
                value={label}
                onChange={(event) => setLabel(event.currentTarget.value)}
              />
            </>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="sm" onClick={onClose}>
              {t('common.close')}
            </Button>
            <Button type="submit" size="sm" loading={clear.isPending} disabled={!isReady}>
              {t('bank.clear')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
