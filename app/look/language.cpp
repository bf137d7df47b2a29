// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QTranslator>

namespace app {

bool speak(const QString& language) {
    static QTranslator* ours = nullptr;
    static QTranslator* toolkit = nullptr;
    if (ours) {
        QCoreApplication::removeTranslator(ours);
        QCoreApplication::removeTranslator(toolkit);
    }
    const QLocale wanted = language.isEmpty() ? QLocale::system() : QLocale(language);
    if (wanted.language() == QLocale::Chinese) {
        QLocale::setDefault(QLocale(QLocale::Chinese, QLocale::China));
        if (!ours) {
            ours = new QTranslator(QCoreApplication::instance());
            toolkit = new QTranslator(QCoreApplication::instance());
        }
        // Qt's own words are a package of their own; without it only its dialogs stay English.
        if (toolkit->load(QStringLiteral("qtbase_zh_CN"),
                          QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
            QCoreApplication::installTranslator(toolkit);
        if (!ours->load(QStringLiteral(":/gridhall/i18n/gridhall_zh_CN.qm"))) return false;
        QCoreApplication::installTranslator(ours);
        return true;
    }
    QLocale::setDefault(QLocale(QLocale::English));
    return language.isEmpty() || wanted.language() == QLocale::English;
}

}  // namespace app
