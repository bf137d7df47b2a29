// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>

#include "layers/symbols/palette.h"

namespace layers {

/// The colours of one ground: dark `hall`, light `desk`, white `print`. A cheap value.
///
/// @thread any.
class Theme {
  public:
    static Theme hall() { return Theme(Ink::Hall); }
    static Theme desk() { return Theme(Ink::Desk); }
    static Theme print() { return Theme(Ink::Print); }
    /// @return The theme called "hall", "desk" or "print"; hall for any other word.
    static Theme named(QStringView name);

    Ink ink() const { return m_ink; }
    QString name() const;
    bool isDark() const { return m_ink == Ink::Hall; }

    /// @param token A word of resources/palette.json, e.g. "t1", "status.late.ink", "map.land";
    ///              an unknown one is a bug and asserts.
    QColor color(QStringView token) const;
    QColor color(std::string_view token) const;
    /// Replaces each @token@ of a style sheet by its colour.
    QString fill(QString styleSheet) const;
    /// Roles for the Fusion style.
    QPalette palette() const;

    friend bool operator==(Theme, Theme) = default;

  private:
    explicit Theme(Ink ink) : m_ink(ink) {}
    Ink m_ink;
};

}  // namespace layers
