import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { save } from '~/ui/save';
import { useAct } from '~/ui/useAct';

type Kind = 'invoices' | 'customer-credit-notes';

/** An invoice or a credit note as it is read, and as the accountant's program reads it. */
export function Downloads({ kind, id, number }: { kind: Kind; id: string; number: string }) {
  const { t } = useTranslation();
  const paper = useAct({ act: () => saved(`${number}.pdf`, paperOf(kind, id)), changes: [] });
  const file = useAct({ act: () => saved(`${number}-factur-x.pdf`, facturX(kind, id)), changes: [] });
  return (
    <Button.Group>
      <Button
        variant="default"
        size="compact-sm"
        loading={paper.isPending}
        onClick={() => paper.mutate()}
        aria-label={`PDF ${number}`}
      >
        PDF
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        loading={file.isPending}
        onClick={() => file.mutate()}
        aria-label={t('portal.invoices.facturX', { number })}
      >
        Factur-X
      </Button>
    </Button.Group>
  );
}

async function saved(name: string, answer: Promise<{ data?: unknown }>): Promise<void> {
  const { data } = await answer;
  if (data instanceof Blob) save(name, data);
}

function paperOf(kind: Kind, document_id: string) {
  const params = { path: { document_id } };
  return kind === 'invoices'
    ? api.GET('/api/accounting/v1/invoices/{document_id}/paper', { params, parseAs: 'blob' })
    : api.GET('/api/accounting/v1/customer-credit-notes/{document_id}/paper', { params, parseAs: 'blob' });
}

function facturX(kind: Kind, document_id: string) {
  const params = { path: { document_id, kind: 'factur-x' as const } };
  return kind === 'invoices'
    ? api.GET('/api/accounting/v1/invoices/{document_id}/files/{kind}', { params, parseAs: 'blob' })
    : api.GET('/api/accounting/v1/customer-credit-notes/{document_id}/files/{kind}', { params, parseAs: 'blob' });
}
