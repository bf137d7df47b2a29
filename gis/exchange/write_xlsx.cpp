// SPDX-License-Identifier: GPL-3.0-or-later
#include <xlsxwriter.h>

#include "gis/exchange/export_rows.h"

namespace gis {

using dispatch::Error;
using dispatch::ErrorCode;
using dispatch::Result;

namespace {

constexpr std::int64_t kMostRows = 1'048'575;  ///< Beside the header.
constexpr std::size_t kMostCellBytes = 32'767;

/// A table for people: a frozen header, codes and times as text, numbers as numbers.
class XlsxWriter final : public RowWriter {
  public:
    ~XlsxWriter() override {
        if (m_book) workbook_close(m_book);
    }
    XlsxWriter() = default;
    XlsxWriter(const XlsxWriter&) = delete;
    XlsxWriter& operator=(const XlsxWriter&) = delete;

    Result<void> open(const std::string& file, const ExportTable& table) {
        m_file = file;
        m_table = table;
        lxw_workbook_options options = {};
        options.constant_memory = LXW_TRUE;
        m_book = workbook_new_opt(file.c_str(), &options);
        if (m_book) m_sheet = workbook_add_worksheet(m_book, table.kind.c_str());
        if (!m_sheet) return Error{ErrorCode::Unavailable, file + " cannot be made"};
        lxw_format* bold = workbook_add_format(m_book);
        format_set_bold(bold);
        worksheet_freeze_panes(m_sheet, 1, 1);
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const auto column = static_cast<lxw_col_t>(i);
            worksheet_set_column(m_sheet, column, column, 18, nullptr);
            worksheet_write_string(m_sheet, 0, column, table.columns[i].name, bold);
        }
        return {};
    }

    const std::string& format() const override { return m_format; }

    Result<void> write(const ExportRow& row) override {
        if (++m_rows > kMostRows)
            return Error{ErrorCode::BadInput,
                         m_file + ": XLSX holds at most 1,048,575 rows; write CSV or GeoPackage"};
        const auto line = static_cast<lxw_row_t>(m_rows);
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const Cell& cell = row.cells[i];
            if (cell.empty) continue;
            const auto column = static_cast<lxw_col_t>(i);
            const CellType type = m_table.columns[i].type;
            const bool number = type == CellType::Integer || type == CellType::Real;
            if (!number && cell.text.size() > kMostCellBytes)
                return Error{ErrorCode::BadInput, m_file + ", row " + std::to_string(m_rows + 1) +
                                                      ", " + m_table.columns[i].name +
                                                      ": longer than a cell of XLSX can be"};
            const lxw_error error =
                number ? worksheet_write_number(m_sheet, line, column, cell.number, nullptr)
                       : worksheet_write_string(m_sheet, line, column, cell.text.c_str(), nullptr);
            if (error != LXW_NO_ERROR)
                return Error{ErrorCode::Unavailable,
                             m_file + " cannot be written: " + lxw_strerror(error)};
        }
        return {};
    }

    Result<void> finish() override {
        worksheet_autofilter(m_sheet, 0, 0, static_cast<lxw_row_t>(m_rows),
                             static_cast<lxw_col_t>(m_table.columns.size() - 1));
        const lxw_error error = workbook_close(m_book);
        m_book = nullptr;
        if (error == LXW_NO_ERROR) return {};
        return Error{ErrorCode::Unavailable,
                     m_file + " cannot be completed: " + lxw_strerror(error)};
    }

  private:
    lxw_workbook* m_book = nullptr;
    lxw_worksheet* m_sheet = nullptr;
    ExportTable m_table;
    std::string m_file;
    std::string m_format = "XLSX";
    std::int64_t m_rows = 0;
};

}  // namespace

Result<std::unique_ptr<RowWriter>> xlsxWriter(const std::string& file, const ExportTable& table) {
    auto writer = std::make_unique<XlsxWriter>();
    if (auto opened = writer->open(file, table); !opened) return opened.error();
    return std::unique_ptr<RowWriter>(std::move(writer));
}

}  // namespace gis
