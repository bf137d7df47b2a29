// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QWidget>
#include <utility>

#include "layers/theme.h"

namespace app {

/// The grounds there are; one of them is on the map. Arrow keys and first letters choose.
class GroundSwitch : public QWidget {
    Q_OBJECT
  public:
    explicit GroundSwitch(QWidget* parent = nullptr);

    /// @param grounds Names and titles, in the order shown.
    void setGrounds(const QList<std::pair<QString, QString>>& grounds, const QString& chosen);
    /// Why there is nothing to choose from; empty where there is.
    void setReason(const QString& words);
    /// Takes the next one.
    void next();

  Q_SIGNALS:
    void chosen(const QString& name);

  private:
    QComboBox* m_list;
    QLabel* m_reason;
};

/// Whose data the ground is, at the edge of the map; and a mark while it is not up to date.
class GroundMark : public QFrame {
  public:
    explicit GroundMark(QWidget* parent);
    void setTheme(layers::Theme theme);
    void setWords(const QString& attribution, const QString& trouble);
    QString words() const;

  private:
    QLabel* m_glyph;
    QLabel* m_words;
};

}  // namespace app
