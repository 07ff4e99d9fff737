using System.Globalization;
using OrderLedger.Faults.Clients;

namespace OrderLedger.Faults.Checks;

/// <summary>The story of one push, as its client's diary tells it.</summary>
/// <param name="Key">Its request id.</param>
/// <param name="Order">The order's id.</param>
/// <param name="Status">The status it becomes.</param>
internal sealed record Told(string Key, int Order, string Status)
{
    /// <summary>The place of the first try among the lines of its diary.</summary>
    public required int InvokedAt { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The place of the first acknowledgement among the lines of its diary; null without one.</summary>
    public int? AcknowledgedAt { get; set; }

    /// <summary>The versions that the answers named.</summary>
    public List<long> Versions { get; } = [];

    /// <summary>False when each acknowledgement said that nothing had to change.</summary>
    public bool HasChanged { get; set; }
}

/// <summary>Reads what the clients wrote down.</summary>
internal static class DiaryReader
{
    /// <summary>All pushes of a run, by key. A line that a killed client left unfinished is left out.</summary>
    public static IReadOnlyDictionary<string, Told> Read(string folder)
    {
        var told = new Dictionary<string, Told>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.diary"))
        {
            var text = File.ReadAllText(file);
            var lines = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            for (var n = 0; n < lines.Length; n++)
                Add(told, lines[n].Split(' '), n);
        }
        return told;
    }

    private static void Add(Dictionary<string, Told> told, string[] words, int place)
    {
        var key = words[1];
        if (words[0] == Diary.Invoke)
        {
            told.TryAdd(key, new(key, int.Parse(words[2], CultureInfo.InvariantCulture), words[3])
            {
                InvokedAt = place,
                OccurredAt = words[4].Length > 0 ? DateTimeOffset.Parse(words[4], CultureInfo.InvariantCulture) : null,
            });
        }
        else if (words[0] == Diary.Ok)
        {
            told[key].AcknowledgedAt ??= place;
            told[key].Versions.Add(long.Parse(words[2], CultureInfo.InvariantCulture));
            told[key].HasChanged |= words[3] != "unchanged";
        }
    }
}
