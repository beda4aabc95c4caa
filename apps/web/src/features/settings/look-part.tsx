import { chooseDensity, chooseTheme, useTheme } from '../../app/theme';
import { useStrings } from '../../i18n';
import { SegmentedControl } from '../../ui';
import { PartHead } from './parts';
import { settingsStrings } from './settings.strings';

export function LookPart() {
  const t = useStrings(settingsStrings);
  const { choice, density } = useTheme();
  return (
    <>
      <PartHead title={t('look')} lead={t('lookLead')} />
      <div className="sheet">
        <section>
          <h2>{t('theme')}</h2>
          <div>
            <SegmentedControl
              label={t('theme')}
              value={choice}
              onValueChange={chooseTheme}
              choices={[
                { value: 'system', label: t('themeSystem') },
                { value: 'light', label: t('themeLight') },
                { value: 'dark', label: t('themeDark') },
              ]}
            />
          </div>
        </section>
        <section>
          <h2>{t('density')}</h2>
          <div>
            <SegmentedControl
              label={t('density')}
              value={density}
              onValueChange={chooseDensity}
              choices={[
                { value: 'comfortable', label: t('comfortable') },
                { value: 'compact', label: t('compact') },
              ]}
            />
          </div>
        </section>
      </div>
    </>
  );
}
