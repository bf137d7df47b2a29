// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTest>

#include <set>

#include "dispatch/guards.h"
#include "dispatch/workflow.h"

using namespace dispatch;

namespace {

std::string fileText(const char* path) {
    QFile file(QStringLiteral(GRIDHALL_SOURCE_DIR "/") + QString::fromLatin1(path));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

const std::string& defaultTable() {
    static const std::string text = fileText("resources/defaults/workflow.csv");
    return text;
}

/// The smallest table without a fault; a row of a test takes the place of one of its lines.
const std::vector<std::string>& smallTable() {
    static const std::vector<std::string> lines = {
        "stage,open,\xE5\xBC\x80,Open,open,accepted",
        "stage,shut,\xE5\x85\xB3,Shut,final,archived",
        "role,officer,\xE5\x91\x98,Officer,",
        "action,close,\xE7\xBB\x93,Close,c,jj",
        "action,talk,\xE8\xAE\xB0,Talk,t,js",
        "intake,officer",
        "step,open,close,shut,officer,needsReason,closes",
        "step,*,talk,=,officer,,addsNote",
        "skill,01,mediation|justice"};
    return lines;
}

std::string withLine(std::size_t at, const std::string& line) {
    std::string table;
    for (std::size_t i = 0; i < smallTable().size(); ++i)
        table += (i == at ? line : smallTable()[i]) + "\n";
    return at >= smallTable().size() ? table + line + "\n" : table;
}

std::string words(const Step& step) {
    std::string text;
    for (const Guard guard : step.guards) text += " " + std::string(wordOf(guard));
    text += " /";
    for (const Effect effect : step.effects) text += " " + std::string(wordOf(effect));
    return text;
}

/// Stages x actions x roles: who may take what, where it leads, what it asks for and does.
std::string matrixOf(const Workflow& workflow) {
    std::string text;
    for (const StageRow& stage : workflow.stages()) {
        text += stage.code + (stage.isFinal ? " (final)" : "") + "\n";
        for (const ActionRow& action : workflow.actions()) {
            const Step* step = workflow.step(stage.code, action.code);
            text += "  " + action.code +
                    std::string(17 - std::min<std::size_t>(16, action.code.size()), ' ');
            for (const auto& [role, zh, en, approves, field] : workflow.roles()) {
                const bool may = step && std::find(step->roles.begin(), step->roles.end(), role) !=
                                             step->roles.end();
                text += may ? std::string(1, role[0]) + role[1] : std::string("--");
                text += ' ';
            }
            if (step) text += "> " + step->to + " :" + words(*step);
            text += "\n";
        }
    }
    return text;
}

}  // namespace

class TestWorkflow : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void theDefaultTableIsWhole();
    void smallTableIsWhole();
    void eachFaultIsNamed_data();
    void eachFaultIsNamed();
    void everyGuardAndEffectHasAWordOfItsOwn();
    void wordsOfTheCommandLineAreUnique();
    void theMatrixIsAsWrittenDown();
};

void TestWorkflow::theDefaultTableIsWhole() {
    const auto workflow = Workflow::read(defaultTable());
    QVERIFY2(workflow, workflow ? "" : workflow.error().detail.c_str());
    QCOMPARE(workflow->firstStage(), std::string("accepted"));
    QCOMPARE(workflow->stages().size(), std::size_t(6));
}

void TestWorkflow::smallTableIsWhole() {
    const auto workflow = Workflow::read(withLine(99, "# a comment, with a comma"));
    QVERIFY2(workflow, workflow ? "" : workflow.error().detail.c_str());
    QVERIFY(workflow->step("open", "talk"));
    QCOMPARE(workflow->step("open", "talk")->to, std::string("open"));
    QVERIFY2(!workflow->step("shut", "talk"), "a star stands for open stages only");
}

void TestWorkflow::eachFaultIsNamed_data() {
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, int line, const char* text, const char* says) {
        QTest::newRow(name) << line << QString::fromUtf8(text) << QString::fromUtf8(says);
    };
    row("no stage", -1, "", "there is no stage");
    row("unreachable stage", 9, "stage,lost,x,Lost,open,routed", "\"lost\" is unreachable");
    row("dead end that is not final", 6, "step,open,close,open,officer,,",
        "\"open\" is a dead end");
    row("closes into an open stage", 1, "stage,shut,x,Shut,open,archived", "closes the case but");
    row("doubled stage", 9, "stage,open,x,Open,open,accepted", "line 10: stage \"open\"");
    row("doubled role", 9, "role,officer,x,Officer,", "line 10: role \"officer\"");
    row("doubled action", 9, "action,talk,x,Talk,z,zz", "line 10: action \"talk\"");
    row("doubled key", 4, "action,talk,x,Talk,c,js", "line 5: field KEY: \"c\"");
    row("pinyin that is a key", 4, "action,talk,x,Talk,t,c", "line 5: field PINYIN: \"c\"");
    row("doubled step", 9, "step,open,talk,=,officer,,", "line 10: stage \"open\" has action");
    row("doubled skill", 9, "skill,01,fire", "line 10: skill \"01\"");
    row("second intake", 9, "intake,officer", "line 10: a second intake");
    row("no intake", 5, "", "no intake row");
    row("unknown stage", 6, "step,shout,close,shut,officer,,closes", "unknown stage \"shout\"");
    row("unknown stage it leads to", 6, "step,open,close,home,officer,,", "unknown stage \"home\"");
    row("unknown action", 6, "step,open,fly,shut,officer,,closes", "unknown action \"fly\"");
    row("unknown role", 6, "step,open,close,shut,boss,,closes", "unknown role \"boss\"");
    row("no role", 6, "step,open,close,shut,,,closes", "field ROLES is empty");
    row("unknown guard", 6, "step,open,close,shut,officer,needsLuck,closes", "guard \"needsLuck\"");
    row("unknown effect", 6, "step,open,close,shut,officer,,flies", "unknown effect \"flies\"");
    row("no Chinese text", 0, "stage,open,,Open,open,accepted", "line 1: field ZH of stage");
    row("no English text", 3, "action,close,x,,c,jj", "line 4: field EN of action \"close\"");
    row("no code", 2, "role,,x,Officer,", "line 3: field CODE of a role");
    row("unknown mark", 0, "stage,open,x,Open,open,star", "line 1: field MARK is \"star\"");
    row("neither open nor final", 0, "stage,open,x,Open,ajar,accepted", "open|final is \"ajar\"");
    row("first stage is final", 0,
        "stage,end,x,End,final,archived\nstage,open,x,Open,open,accepted",
        "the first stage \"end\" is final");
    row("unknown right", 2, "role,officer,x,Officer,flies", "approves|field is \"flies\"");
    row("too few fields", 2, "role,officer", "line 3: a role has 5 fields, not 2");
    row("unknown row", 8, "wish,01,more", "line 9: \"wish\" is none of");
    row("action without a step", 9, "action,sing,x,Sing,s,ss", "action \"sing\" has no step");
    row("final without closing", 6, "step,open,close,shut,officer,,", "without the effect closes");
    row("left a final one", 9, "step,shut,talk,open,officer,,", "without the effect reopens");
}

void TestWorkflow::eachFaultIsNamed() {
    QFETCH(const int, line);
    QFETCH(const QString, text);
    QFETCH(const QString, says);
    const auto workflow =
        Workflow::read(line < 0 ? std::string() : withLine(std::size_t(line), text.toStdString()));
    QVERIFY(!workflow);
    QCOMPARE(workflow.error().code, ErrorCode::BadInput);
    const QString detail = QString::fromStdString(workflow.error().detail);
    QVERIFY2(detail.startsWith(QStringLiteral("workflow")), qPrintable(detail));
    QVERIFY2(detail.contains(says), qPrintable(detail));
}

void TestWorkflow::everyGuardAndEffectHasAWordOfItsOwn() {
    std::set<std::string_view> seen;
    for (int i = 0; i <= int(Guard::HasOpenWhistle); ++i) {
        const auto guard = static_cast<Guard>(i);
        QCOMPARE(guardOf(wordOf(guard)), std::optional(guard));
        QVERIFY(seen.insert(wordOf(guard)).second);
    }
    for (int i = 0; i <= int(Effect::AddsNote); ++i) {
        const auto effect = static_cast<Effect>(i);
        QCOMPARE(effectOf(wordOf(effect)), std::optional(effect));
        QVERIFY(seen.insert(wordOf(effect)).second);
    }
}

void TestWorkflow::wordsOfTheCommandLineAreUnique() {
    const auto workflow = Workflow::read(defaultTable());
    QVERIFY(workflow);
    QCOMPARE(workflow->actionByWord("d")->code, std::string("dispatch"));
    QCOMPARE(workflow->actionByWord("pd")->code, std::string("dispatch"));
    QCOMPARE(workflow->actionByWord("tj")->code, std::string("raise"));
    QVERIFY(!workflow->actionByWord(""));
    for (const ActionRow& action : workflow->actions())
        for (const std::string& word : {action.code, action.key, action.pinyin})
            QCOMPARE(workflow->actionByWord(word)->code, action.code);
}

/// GRIDHALL_ACCEPT=1 writes what is, for a person to read the difference.
void TestWorkflow::theMatrixIsAsWrittenDown() {
    const auto workflow = Workflow::read(defaultTable());
    QVERIFY(workflow);
    const std::string matrix = matrixOf(*workflow);
    const char* path = "tests/dispatch/workflow.expected.txt";
    if (qEnvironmentVariableIsSet("GRIDHALL_ACCEPT")) {
        QFile file(QStringLiteral(GRIDHALL_SOURCE_DIR "/") + QString::fromLatin1(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(matrix));
    }
    const QStringList expected = QString::fromStdString(fileText(path)).split(u'\n');
    const QStringList found = QString::fromStdString(matrix).split(u'\n');
    for (qsizetype i = 0; i < std::min(expected.size(), found.size()); ++i)
        QCOMPARE(found[i], expected[i]);
    QCOMPARE(found.size(), expected.size());
}

QTEST_APPLESS_MAIN(TestWorkflow)
#include "tst_workflow.moc"
