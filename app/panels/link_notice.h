// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QLabel>
#include <QTimer>

#include "app/live/link.h"
#include "layers/theme.h"

namespace app {

/// Says on the map that the store is lost, which way, how old the picture is and when it is tried
/// again; when it is back, says so for a few seconds. Cannot be closed: it goes by itself.
class LinkNotice : public QFrame {
    Q_OBJECT
  public:
    LinkNotice(layers::Theme theme, QWidget* over);

    void setTheme(layers::Theme theme);
    /// @param now Store time now; told every second, so that the ages count up.
    void setLink(const Link& link, dispatch::Millis now);
    /// All it says, for tests and screen readers.
    QString words() const;
    bool saysLost() const { return m_lost && !isHidden(); }

  Q_SIGNALS:
    /// It came, went or says more or less than before.
    void resized();

  private:
    void say(const QString& what, const QString& seen, const QString& next);

    layers::Theme m_theme;
    QLabel* m_glyph;
    QLabel* m_what;
    QLabel* m_seen;
    QLabel* m_next;
    QTimer m_goes;
    bool m_lost = false;
    dispatch::Millis m_picture{};  ///< Store time of the picture when the store was lost.
};

}  // namespace app
