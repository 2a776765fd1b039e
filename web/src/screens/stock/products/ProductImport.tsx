import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { UploadButton } from '~/ui/form/UploadButton';

import { byLine, COLUMNS, productsOf, type Words } from './imported';

/** New products from a table: all of them, or none and everything that is wrong with it. */
export function ProductImport() {
  const { t } = useTranslation();
  const words: Words = {
    title: t('productImport.refused'),
    missing: (column) => t('productImport.missing', { column, columns: COLUMNS.join(', ') }),
    unreadable: t('productImport.unreadable'),
    line: (number) => t('productImport.line', { number }),
  };
  return (
    <UploadButton
      label={t('productImport.button')}
      variant="default"
      accept=".csv,.tsv,.txt,text/csv"
      refused={(name) => t('productImport.refusedFile', { name })}
      onFile={async (file) => {
        const products = productsOf(await file.text(), words);
        try {
          await api.POST('/api/catalog/v1/products/bulk', { body: { products } });
        } catch (error) {
          throw byLine(error, words);
        }
        notifications.show({ color: 'green', message: t('productImport.done', { count: products.length }) });
      }}
    />
  );
}
