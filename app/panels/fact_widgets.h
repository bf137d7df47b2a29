// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

#include "app/panels/fact_sheet.h"
#include "dispatch/workflow.h"
#include "layers/theme.h"

namespace app {

/// Text flags of Qt that break lines between words, and inside a word only where one alone is wider
/// than the box; Chinese breaks between its characters either way.
/// @param width Of the box, pixels.
int wrapFlags(const QString& words, int width, const QFont& type);

/// A part of the facts panel that paints itself and takes as much height as its words need.
class FactWidget : public QWidget {
  public:
    explicit FactWidget(layers::Theme theme, QWidget* parent = nullptr);
    void setTheme(layers::Theme theme);
    bool hasHeightForWidth() const override { return true; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void contentChanged();
    layers::Theme theme() const { return m_theme; }

  private:
    layers::Theme m_theme;
};

/// Outlined words in a row that wraps.
class ChipRow final : public FactWidget {
  public:
    using FactWidget::FactWidget;
    void setChips(const QStringList& chips);
    int heightForWidth(int width) const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::vector<QRect> boxes(int width) const;
    QStringList m_chips;
};

/// Names at the left, values at the right.
class FactList final : public FactWidget {
  public:
    using FactWidget::FactWidget;
    void setFacts(std::vector<FactSheet::Fact> facts, int nameWidth = 72);
    int heightForWidth(int width) const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::vector<FactSheet::Fact> m_facts;
    int m_nameWidth = 72;
};

/// The stages of the city's table as circles; the current one filled.
class StageStepper final : public FactWidget {
  public:
    using FactWidget::FactWidget;
    void setCase(const dispatch::Case& record, dispatch::Millis now);
    /// The city's stages, in their order; without them the six of the shipped table.
    void setStages(std::vector<dispatch::StageRow> stages);
    int heightForWidth(int) const override { return 72; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::vector<dispatch::StageRow> m_stages;
    std::string m_stage;
    QString m_since;
    QString m_received;
};

/// What is left of the stage's limit, large, with its bar.
class ClockCard final : public FactWidget {
  public:
    using FactWidget::FactWidget;
    void setCase(const dispatch::Picture& picture, const dispatch::Case& record,
                 dispatch::Millis now);
    int heightForWidth(int) const override { return 64; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    layers::ClockMark m_mark = layers::ClockMark::Ok;
    QString m_clock;
    QString m_words;
    QString m_missed;  ///< Since the first missed limit of the stage.
    double m_share = 0;
};

}  // namespace app
