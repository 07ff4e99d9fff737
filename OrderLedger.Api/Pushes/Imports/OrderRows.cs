using System.Runtime.CompilerServices;
using CsvHelper;
using CsvHelper.Configuration;

namespace OrderLedger.Api.Pushes.Imports;

/// <summary>An order as a line of a file has it; <c>Fault</c> says why it cannot be read.</summary>
internal sealed record OrderRow(long Line, JsonElement Order, string? Fault)
{
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>Reads orders from a file, a line at a time.</summary>
internal static class OrderRows
{
    /// <summary>A JSON object on each line. Blank lines are passed over.</summary>
    public static async IAsyncEnumerable<OrderRow> OfNdjson(string path, [EnumeratorCancellation] CancellationToken stop)
    {
        var number = 0L;
        await foreach (var line in File.ReadLinesAsync(path, stop))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var body = JsonBody.Parse(System.Text.Encoding.UTF8.GetBytes(line));
            yield return new(number, body.Json, body.Fault?.Error) { Notes = body.Notes };
        }
    }

    /// <summary>
    /// A table (RFC 4180) whose first line names the columns: members of an order in our own shape, or other names that
    /// <paramref name="columns"/> maps to them. Commas, semicolons or tabs stand between the cells. An empty cell says nothing.
    /// </summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="columns">Members by the names of their columns; names that are not among them are members themselves.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <exception cref="FormatException">The first line names no column "id" or no column "status".</exception>
    public static async IAsyncEnumerable<OrderRow> OfCsv(string path, IReadOnlyDictionary<string, string> columns,
        [EnumeratorCancellation] CancellationToken stop)
    {
        using var file = new StreamReader(path);
        using var csv = new CsvReader(file, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            DetectDelimiter = true,
            DetectDelimiterValues = [",", ";", "\t"],
            BadDataFound = null,
            MissingFieldFound = null,
            TrimOptions = TrimOptions.Trim,
        });
        if (!await csv.ReadAsync() || !csv.ReadHeader())
            throw new FormatException("The file is empty. Its first line must name the columns, e.g. id,status,total,created_at.");
        var names = csv.HeaderRecord!.Select(name => columns.GetValueOrDefault(name, name.ToLowerInvariant())).ToList();
        foreach (var needed in (string[])["id", "status"])
            if (!names.Contains(needed))
                throw new FormatException($"No column is named \"{needed}\". There are: {string.Join(", ", csv.HeaderRecord!)}. "
                    + $"Say which it is: --column \"{csv.HeaderRecord![0]}={needed}\"");
        while (await csv.ReadAsync())
        {
            stop.ThrowIfCancellationRequested();
            var cells = names.Select((name, i) => (Name: name, Cell: csv.TryGetField<string>(i, out var cell) ? cell : null))
                .Where(c => !string.IsNullOrEmpty(c.Cell)).DistinctBy(c => c.Name)
                .ToDictionary(c => c.Name, c => Unescaped(c.Cell!));
            yield return new(csv.Parser.RawRow, JsonSerializer.SerializeToElement(cells), null);
        }
    }

    // Our own tables put an apostrophe before what a spreadsheet would run as a formula.
    private static string Unescaped(string cell) =>
        cell.Length > 1 && cell[0] == '\'' && "=+-@".Contains(cell[1], StringComparison.Ordinal) ? cell[1..] : cell;
}
