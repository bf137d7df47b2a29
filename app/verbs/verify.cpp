// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDateTime>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string_view>

#include "app/look/language.h"
#include "app/sheet/proof_sheet.h"
#include "app/users/state_folder.h"
#include "app/verbs/verb.h"
#include "gis/seal/verification.h"
#include "gis/store/open_store.h"

namespace app {

extern const Verb kVerify;

namespace {

using namespace dispatch;

/// The anchors of all folders, and lines of their files that are spoiled.
struct Gathered {
    std::vector<gis::Anchor> anchors;
    std::vector<std::string> spoiled;
    std::int64_t torn = 0;
};

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

std::string timeText(Millis at) {
    return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), Qt::UTC)
        .toString(Qt::ISODateWithMs)
        .toStdString();
}

std::vector<std::string> foldersOf(VerbParser& parser) {
    std::vector<std::string> folders;
    for (const QString& folder : parser.parser().values(QStringLiteral("anchors")))
        folders.push_back(folder.toStdString());
    if (folders.empty()) folders.push_back(anchorFolder());
    return folders;
}

Result<Gathered> gather(const std::vector<std::string>& folders, const std::string& store) {
    Gathered all;
    for (const std::string& folder : folders) {
        auto read = gis::readAnchors(folder, store);
        if (!read) return read.error();
        all.torn += read->torn;
        for (gis::Anchor& anchor : read->found) all.anchors.push_back(std::move(anchor));
        for (const std::int64_t line : read->unreadable)
            all.spoiled.push_back(gis::anchorFile(folder, store).string() + " line " +
                                  std::to_string(line) + " is no anchor: it was changed");
    }
    return all;
}

Result<Case> caseOf(Store& store, const std::string& code) {
    std::optional<Case> found;
    Query query;
    query.kind = Kind::Case;
    query.code = code;
    const auto read = store.read(query, [&](Record&& record) {
        found = std::get<Case>(std::move(record));
        return false;
    });
    if (!read) return read.error();
    if (!found) return Error{ErrorCode::NotFound, "there is no case " + code};
    return *found;
}

std::string entriesText(JournalSeq from, JournalSeq to) {
    if (from == to) return "entry " + std::to_string(from.value);
    return "entries " + std::to_string(from.value) + " to " + std::to_string(to.value);
}

void printText(const std::string& store, const gis::JournalProof& proof, const Gathered& gathered) {
    std::printf("store       %s\nentries     %lld", store.c_str(),
                static_cast<long long>(proof.entries));
    if (proof.head)
        std::printf(", the newest is %lld of %s", static_cast<long long>(proof.head.value),
                    timeText(proof.headAt).c_str());
    std::printf("\nanchors     %lld", static_cast<long long>(proof.anchors));
    for (const std::string& key : proof.keys) std::printf(", key %s", key.c_str());
    if (gathered.torn > 0) std::printf(", %lld torn lines", static_cast<long long>(gathered.torn));
    std::printf("\nproved      %s\n",
                proof.proved ? ("up to entry " + std::to_string(proof.proved->seq.value) +
                                ", signed " + timeText(proof.proved->at))
                                   .c_str()
                             : "nothing");
    for (const auto& finding : proof.findings)
        std::printf("fault       %s, %s: %s\n", gis::faultName(finding.fault),
                    entriesText(finding.seq, finding.last).c_str(), finding.detail.c_str());
    if (proof.faults > static_cast<std::int64_t>(proof.findings.size()))
        std::printf("fault       %lld more\n", static_cast<long long>(proof.faults) -
                                                   static_cast<long long>(proof.findings.size()));
    for (const std::string& line : gathered.spoiled) std::printf("fault       %s\n", line.c_str());
    for (const std::string& sentence : proof.unproved)
        std::printf("not proved  %s\n", sentence.c_str());
}

QJsonObject jsonOf(const gis::JournalFinding& finding) {
    return {{QStringLiteral("fault"), QString::fromUtf8(gis::faultName(finding.fault))},
            {QStringLiteral("first"), static_cast<qint64>(finding.seq.value)},
            {QStringLiteral("last"), static_cast<qint64>(finding.last.value)},
            {QStringLiteral("case"), static_cast<qint64>(finding.record.value)},
            {QStringLiteral("detail"), text(finding.detail)}};
}

void printJson(const std::string& store, const gis::JournalProof& proof, const Gathered& gathered) {
    QJsonArray findings, spoiled, keys, unproved;
    for (const auto& finding : proof.findings) findings.append(jsonOf(finding));
    for (const std::string& line : gathered.spoiled) spoiled.append(text(line));
    for (const std::string& key : proof.keys) keys.append(text(key));
    for (const std::string& sentence : proof.unproved) unproved.append(text(sentence));
    QJsonValue proved;
    if (proof.proved)
        proved =
            QJsonObject{{QStringLiteral("entry"), static_cast<qint64>(proof.proved->seq.value)},
                        {QStringLiteral("chain"), text(proof.proved->chain)},
                        {QStringLiteral("time"), text(timeText(proof.proved->at))},
                        {QStringLiteral("key"), text(proof.proved->key)}};
    const QJsonObject object{
        {QStringLiteral("store"), text(store)},
        {QStringLiteral("entries"), static_cast<qint64>(proof.entries)},
        {QStringLiteral("head"), static_cast<qint64>(proof.head.value)},
        {QStringLiteral("chain"), text(proof.headChain)},
        {QStringLiteral("anchors"), static_cast<qint64>(proof.anchors)},
        {QStringLiteral("keys"), keys},
        {QStringLiteral("tornLines"), static_cast<qint64>(gathered.torn)},
        {QStringLiteral("spoiledLines"), spoiled},
        {QStringLiteral("proved"), proved},
        {QStringLiteral("faults"), static_cast<qint64>(proof.faults)},
        {QStringLiteral("findings"), findings},
        {QStringLiteral("notProved"), unproved},
    };
    std::fputs(QJsonDocument(object).toJson().constData(), stdout);
}

/// Signs the head, as a console does once a minute.
Result<void> sign(Store& store, const std::string& folder) {
    auto key = gis::SealKey::openOrMake(sealKeyFile());
    if (!key) return key.error();
    const auto signedHead = gis::Anchorage(std::move(*key), folder).anchor(store);
    if (!signedHead) return signedHead.error();
    if (*signedHead)
        std::fprintf(stderr, "gridhall verify: signed entry %lld in %s\n",
                     static_cast<long long>((*signedHead)->seq.value),
                     gis::anchorFile(folder, (*signedHead)->store).c_str());
    return {};
}

void declare(VerbParser& parser) {
    parser.option("anchors",
                  "Folder with signed heads of the journal; may be given more than once. Else this"
                  " seat's own.",
                  "DIR");
    parser.option(
        "key", "Only anchors signed by this public key count; may be given more than once.", "HEX");
    parser.option("sign",
                  "Where no fault is found, signs the newest entry too and writes that into the"
                  " first folder.");
    parser.option("sheet", "With CASE: its proof sheet.", "FILE.pdf");
    parser.option("lang", "Of the sheet: zh_CN or en.", "CODE", "zh_CN");
    parser.parser().addPositionalArgument(QStringLiteral("CASE"),
                                          QStringLiteral("Code of a case, for --sheet."),
                                          QStringLiteral("[CASE]"));
}

/// Only a sheet needs fonts, and no screen.
std::unique_ptr<QCoreApplication> applicationFor(int& argc, char** argv) {
    const bool draws = std::any_of(argv, argv + argc, [](const char* word) {
        return std::string_view(word).starts_with("--sheet");
    });
    if (!draws) return std::make_unique<QCoreApplication>(argc, argv);
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QGuiApplication>(argc, argv);
}

int run(int argc, char** argv) {
    const auto application = applicationFor(argc, argv);
    VerbParser parser(kVerify, true);
    declare(parser);
    if (const auto leave = parser.parse(QCoreApplication::arguments(), 0, 1)) return *leave;
    const std::string code = parser.positional().value(0).toStdString();
    if (parser.has("sheet") && code.empty()) {
        std::fprintf(stderr, "gridhall verify: --sheet wants a CASE\n");
        return static_cast<int>(Exit::WrongUsage);
    }
    std::set<std::string> trusted;
    for (const QString& key : parser.parser().values(QStringLiteral("key")))
        trusted.insert(key.toLower().toStdString());

    const auto store = gis::openStore(parser.store().toStdString());
    if (!store) return fail(kVerify.name, store.error());
    const auto id = (*store)->identity();
    if (!id) return fail(kVerify.name, id.error());
    ProofSheet sheet;
    if (!code.empty()) {
        auto record = caseOf(**store, code);
        if (!record) return fail(kVerify.name, record.error());
        sheet.record = std::move(*record);
    }
    // The anchors first: a head that is signed meanwhile lies behind what is read of them.
    const auto folders = foldersOf(parser);
    const auto gathered = gather(folders, *id);
    if (!gathered) return fail(kVerify.name, gathered.error());
    auto proof =
        gis::verifyJournal(**store, gathered->anchors, trusted, [&](const JournalRow& row) {
            if (!code.empty() && row.record == sheet.record.id) sheet.entries.push_back(row);
        });
    if (!proof) return fail(kVerify.name, proof.error());
    (parser.json() ? printJson : printText)(*id, *proof, *gathered);
    const bool whole = proof->isWhole() && gathered->spoiled.empty();
    if (parser.has("sheet")) {
        const auto clock = (*store)->clock();
        if (!clock) return fail(kVerify.name, clock.error());
        sheet.proof = std::move(*proof);
        sheet.store = *id;
        sheet.at = clock->storeTime;
        speak(parser.text("lang"));
        const auto written = writeProofSheet(parser.text("sheet"), sheet);
        if (!written) return fail(kVerify.name, written.error());
    }
    if (whole && parser.has("sign"))
        if (const auto made = sign(**store, folders.front()); !made)
            return fail(kVerify.name, made.error());
    return static_cast<int>(whole ? Exit::Done : Exit::Found);
}

}  // namespace

const Verb kVerify = {"verify", "proves the journal by its chains and the anchors of other places",
                      run};

}  // namespace app
