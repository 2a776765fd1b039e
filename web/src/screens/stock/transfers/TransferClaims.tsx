import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfInventory } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { ProductName } from '~/ui/Name';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { useAct } from '~/ui/useAct';

type Claim = OfInventory['ClaimOut'];

/** What of a transfer did not arrive, or was too much: somebody finds out, then it leaves the books. */
export function TransferClaims({ transfer }: { transfer: string }) {
  const { t } = useTranslation();
  const { data } = hooks.useQuery('get', '/api/inventory/v1/claims', {
    params: { query: { document_id: transfer, limit: 200 } },
  });
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={t('transfers.claims')}>
      <Stack gap="sm">
        {items.map((claim) => (
          <OpenClaim key={claim.id} claim={claim} />
        ))}
      </Stack>
    </Card>
  );
}

function OpenClaim({ claim }: { claim: Claim }) {
  const { t } = useTranslation();
  const format = useFormat();
  const word = useWord();
  const may = useMay();
  const [isSettling, setSettling] = useState(false);
  const settle = useAct<string>({
    act: (note) =>
      api.POST('/api/inventory/v1/claims/{claim_id}/settle', {
        params: { path: { claim_id: claim.id } },
        body: { note, outcome: 'settled' },
      }),
    done: () => t('transfers.settled', { number: claim.number }),
  });
  return (
    <div>
      <Text size="sm" fw={600}>
        {word('claimKind', claim.kind)} · {format.number(claim.quantity)}
      </Text>
      <Text size="sm" c="dimmed">
        {claim.number} · <ProductName id={claim.product_id} />
      </Text>
      {may('inventory.claims.write') ? (
        <Button mt={6} variant="default" onClick={() => setSettling(true)}>
          {t('transfers.settle')}
        </Button>
      ) : null}
      <ReasonDialog
        title={t('transfers.settle')}
        hint={t('transfers.settleHint')}
        isOpen={isSettling}
        isBusy={settle.isPending}
        onClose={() => setSettling(false)}
        onGive={(note) => settle.mutate(note, { onSuccess: () => setSettling(false) })}
      />
    </div>
  );
}
