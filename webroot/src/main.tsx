import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Dashboard } from './page/Dashboard';
import './page/page.css';
import { followVisualViewport } from './page/visualViewport';
import { restoreThemeChoice } from './theme/theme';
import './theme/tokens.css';

followVisualViewport();
restoreThemeChoice();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Dashboard />
  </StrictMode>,
);
