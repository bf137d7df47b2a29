// SPDX-License-Identifier: GPL-3.0-or-later
#include "layers/theme.h"

namespace layers {

Theme Theme::named(QStringView name) {
    if (name == u"desk") return desk();
    if (name == u"print") return print();
    return hall();
}

QString Theme::name() const {
    switch (m_ink) {
        case Ink::Hall:
            return QStringLiteral("hall");
        case Ink::Desk:
            return QStringLiteral("desk");
        case Ink::Print:
            return QStringLiteral("print");
    }
    return {};
}

QColor Theme::color(std::string_view token) const {
    const auto rgb = rgbOf(token, m_ink);
    Q_ASSERT_X(rgb, "Theme::color", std::string(token).c_str());
    return QColor::fromRgb(rgb.value_or(0));
}

QColor Theme::color(QStringView token) const {
    return color(std::string_view(token.toUtf8().toStdString()));
}

QString Theme::fill(QString styleSheet) const {
    for (const PaletteRow& row : layers::palette()) {
        const QString word = QLatin1Char('@') +
                             QString::fromUtf8(row.token.data(), qsizetype(row.token.size())) +
                             QLatin1Char('@');
        styleSheet.replace(word, color(row.token).name());
    }
    return styleSheet;
}

QPalette Theme::palette() const {
    struct Role {
        QPalette::ColorRole role;
        std::string_view token;
    };
    static constexpr Role kRoles[] = {
        {QPalette::Window, "s1"},
        {QPalette::WindowText, "t1"},
        {QPalette::Base, "s1"},
        {QPalette::AlternateBase, "s1"},
        {QPalette::Text, "t1"},
        {QPalette::Button, "s2"},
        {QPalette::ButtonText, "t1"},
        {QPalette::BrightText, "t1"},
        {QPalette::PlaceholderText, "t3"},
        {QPalette::Light, "s3"},
        {QPalette::Midlight, "s3"},
        {QPalette::Mid, "l2"},
        {QPalette::Dark, "l3"},
        {QPalette::Shadow, "s0"},
        {QPalette::Highlight, "selection.bg"},
        {QPalette::HighlightedText, "selection.on"},
        {QPalette::Link, "accent.ink"},
        {QPalette::LinkVisited, "accent.ink"},
        {QPalette::ToolTipBase, "s3"},
        {QPalette::ToolTipText, "t1"},
    };
    QPalette palette;
    for (const Role& role : kRoles) palette.setColor(role.role, color(role.token));
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(std::string_view("disabled")));
    return palette;
}

}  // namespace layers
