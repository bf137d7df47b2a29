// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "app/look/language.h"
#include "app/text/words.h"

namespace {

struct Message {
    QString context;
    QString source;
    QString translation;
    bool unfinished = false;
};

QList<Message> messages(const QString& file) {
    QFile opened(file);
    QList<Message> list;
    if (!opened.open(QIODevice::ReadOnly)) return list;
    QXmlStreamReader reader(&opened);
    Message message;
    while (!reader.atEnd()) {
        reader.readNext();
        if (!reader.isStartElement()) continue;
        if (reader.name() == QLatin1String("name")) message.context = reader.readElementText();
        if (reader.name() == QLatin1String("source")) message.source = reader.readElementText();
        if (reader.name() == QLatin1String("translation")) {
            message.unfinished = reader.attributes().hasAttribute(QLatin1String("type"));
            message.translation =
                reader.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
            list << message;
        }
    }
    return list;
}

QString kept() {
    return QStringLiteral(GRIDHALL_SOURCE_DIR "/resources/translations/gridhall_zh_CN.ts");
}

}  // namespace

class TestTranslations : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyTextOfTheSourcesIsTranslated() {
        const QTemporaryDir folder;
        const QString fresh = folder.filePath(QStringLiteral("gridhall_zh_CN.ts"));
        QVERIFY(QFile::copy(kept(), fresh));
        QProcess lupdate;
        lupdate.setWorkingDirectory(QStringLiteral(GRIDHALL_SOURCE_DIR));
        lupdate.start(QStringLiteral(GRIDHALL_LUPDATE),
                      {QStringLiteral("-silent"), QStringLiteral("-locations"),
                       QStringLiteral("none"), QStringLiteral("-no-obsolete"), QStringLiteral("-I"),
                       QStringLiteral("."), QStringLiteral("app"), QStringLiteral("layers"),
                       QStringLiteral("gis/cartographer"), QStringLiteral("-ts"), fresh});
        QVERIFY2(lupdate.waitForFinished(60000), qPrintable(lupdate.errorString()));
        const QList<Message> found = messages(fresh);
        QVERIFY(found.size() > 200);
        QStringList missing;
        for (const Message& message : found)
            if (message.unfinished || message.translation.isEmpty())
                missing << message.context + QStringLiteral(": ") + message.source;
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1Char('\n'))));
    }

    void placeholdersAndMarksSurviveTranslation() {
        for (const Message& message : messages(kept()))
            for (const char* mark : {"%1", "%2", "%3"})
                QVERIFY2(message.source.contains(QLatin1String(mark)) ==
                             message.translation.contains(QLatin1String(mark)),
                         qPrintable(message.source));
    }

    void theProgramCarriesItsTranslation() {
        QVERIFY(app::speak(QStringLiteral("zh_CN")));
        QCOMPARE(app::stageText("handling"), QStringLiteral("处置"));
        QVERIFY(app::speaksChinese());
        QVERIFY(app::speak(QStringLiteral("en")));
        QCOMPARE(app::stageText("handling"), QStringLiteral("Handling"));
        QVERIFY(!app::speak(QStringLiteral("tlh")));
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
