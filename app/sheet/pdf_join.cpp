// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sheet/pdf_join.h"

#include <unistd.h>
// Pointers of qpdf are those of the standard library.
#define POINTERHOLDER_TRANSITION 4
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

#include <filesystem>
#include <memory>

namespace app {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

const Error kStopped{ErrorCode::Cancelled, "the sheets were not written: stopped"};

/// Removes the draft unless it was renamed.
struct Draft {
    std::string name;
    ~Draft() {
        std::error_code ignored;
        std::filesystem::remove(name, ignored);
    }
};

}  // namespace

Result<void> joinPdfs(const std::vector<std::string>& parts, const std::string& file,
                      const std::string& title, std::stop_token stop) {
    const Draft draft{file + ".partial-" + std::to_string(::getpid())};
    QPDF whole;
    // Pages are copied when the whole is written: the parts stay open until then.
    std::vector<std::unique_ptr<QPDF>> open;
    try {
        whole.emptyPDF();
        QPDFPageDocumentHelper pages(whole);
        for (const std::string& part : parts) {
            open.push_back(std::make_unique<QPDF>());
            open.back()->processFile(part.c_str());
            for (QPDFPageObjectHelper& page : QPDFPageDocumentHelper(*open.back()).getAllPages()) {
                if (stop.stop_requested()) return kStopped;
                pages.addPage(page, false);
            }
        }
        QPDFObjectHandle info = QPDFObjectHandle::newDictionary();
        info.replaceKey("/Title", QPDFObjectHandle::newUnicodeString(title));
        info.replaceKey("/Creator", QPDFObjectHandle::newUnicodeString("GridHall"));
        whole.getTrailer().replaceKey("/Info", whole.makeIndirectObject(info));
    } catch (const std::exception& error) {
        return Error{ErrorCode::Corrupt,
                     std::string("a part of the sheets is no PDF: ") + error.what()};
    }
    try {
        QPDFWriter writer(whole, draft.name.c_str());
        writer.setObjectStreamMode(qpdf_o_generate);
        writer.write();
    } catch (const std::exception&) {
        return Error{ErrorCode::Unavailable, file + " cannot be written"};
    }
    if (stop.stop_requested()) return kStopped;
    std::error_code error;
    std::filesystem::rename(draft.name, file, error);
    if (error)
        return Error{ErrorCode::Unavailable, file + " cannot be written: " + error.message()};
    return {};
}

}  // namespace app
