import { Badge, Button } from '@mantine/core';
import { IconShoppingCart } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useLocation } from 'react-router';

import { startSignIn } from '~/auth/session';
import { useMay, useMaybePerson } from '~/auth/usePerson';
import { NewVersion } from '~/ui/NewVersion';
import { AccountMenu } from '~/ui/shell/AccountMenu';
import { Trouble } from '~/ui/Trouble';

import { useBasket } from './basket/store';
import classes from './Frame.module.css';
import { PAGES } from './pages';
import { useShop } from './useShop';

/** The shop of one customer: nothing of the console is in it. */
export function Frame() {
  const { t, i18n } = useTranslation();
  const person = useMaybePerson();
  const may = useMay();
  const location = useLocation();
  const { shop, error } = useShop();
  const { lines } = useBasket();
  useEffect(() => {
    if (!person) void startSignIn(location.pathname + location.search, i18n.language);
  }, [person]); // eslint-disable-line react-hooks/exhaustive-deps -- once, where the person was when the sign-in ended
  if (!person) return null;
  return (
    <div className={classes.ground}>
      <a className="skip-link" href="#content">
        {t('app.skip')}
      </a>
      <header className={classes.head}>
        <div className={classes.bar}>
          <span className={classes.name}>{shop?.name ?? ''}</span>
          {may('sales.orders.write') ? (
            <Button
              component={Link}
              to="/basket"
              variant="light"
              leftSection={<IconShoppingCart size={16} aria-hidden />}
              rightSection={lines.length > 0 ? <Badge size="sm">{lines.length}</Badge> : null}
            >
              {t('portal.basket.title')}
            </Button>
          ) : null}
          <NewVersion />
          <AccountMenu person={person} isCustomer />
        </div>
        <nav className={classes.menu} aria-label={t('app.menu')}>
          {PAGES.map(({ path, menu, needs }) =>
            menu && (!needs || may(needs)) ? (
              <NavLink key={path} to={path} end={path === '/'} className={classes.link ?? ''}>
                {t(`portal.menu.${menu}`)}
              </NavLink>
            ) : null,
          )}
        </nav>
      </header>
      <main id="content" tabIndex={-1} className={classes.main}>
        {error ? <Trouble error={error} /> : null}
        <Outlet />
      </main>
    </div>
  );
}
