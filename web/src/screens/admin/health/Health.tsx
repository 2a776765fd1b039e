import { useTranslation } from 'react-i18next';

import { useMay } from '~/auth/usePerson';
import { Page } from '~/ui/Page';

import { SERVICES } from '../services';
import { ServiceHealth } from './ServiceHealth';
import classes from './health.module.css';

/** How each service is: what it has yet to tell, what it could not apply, and what it can prove of its data. */
export default function Health() {
  const { t } = useTranslation();
  const may = useMay();
  const shown = SERVICES.filter((it) => may(`${it}.invariants.read`) || may(`${it}.messages.manage`));
  return (
    <Page title={t('screens.health')} note={t('health.note')}>
      <div className={classes.services}>
        {shown.map((service) => (
          <ServiceHealth key={service} service={service} />
        ))}
      </div>
    </Page>
  );
}
