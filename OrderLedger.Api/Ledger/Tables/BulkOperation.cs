using System.Data.Common;
using OrderLedger.Domain.Proof;
using Weasel.Core;
using Weasel.Storage;

namespace OrderLedger.Api.Ledger.Tables;

/// <summary>
/// One statement for all rows of a unit of work, sent in Marten's own batch; a document operation of Marten's would be a statement for each
/// row. The rows travel as arrays, one for each column.
/// </summary>
internal sealed class BulkOperation(string statement, Action<Weasel.Postgresql.ICommandBuilder>? columns = null, string rest = "")
    : Marten.Internal.Operations.IStorageOperation, NoDataReturnedCall
{
    /// <summary>A statement about no document, so that Marten neither sorts it nor looks for a table.</summary>
    public Type DocumentType => typeof(Leaf);

    public OperationRole Role() => OperationRole.Other;

    public Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token) => Task.CompletedTask;

    public void ConfigureCommand(Weasel.Postgresql.ICommandBuilder builder, IStorageSession session)
    {
        builder.Append(statement);
        columns?.Invoke(builder);
        builder.Append(rest);
    }

    /// <summary>The statement <paramref name="before"/>, a call of unnest with these columns, and what follows.</summary>
    public static BulkOperation Of<TRow>(string before, IReadOnlyList<Column<TRow>> columns, IReadOnlyCollection<TRow> rows,
        string after) => new(before, sql =>
    {
        for (var i = 0; i < columns.Count; i++)
        {
            sql.Append(i == 0 ? "unnest(" : ", ");
            columns[i].Send(sql, rows);
        }
        sql.Append(")");
    }, after);
}
