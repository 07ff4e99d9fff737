namespace OrderLedger.Api.Dashboard.Home;

/// <summary>One column of a chart: its name, short and in full, and its value, as a number and in words.</summary>
public sealed record Column(string Label, string Name, decimal Value, string Words);

/// <summary>A column's place in the drawing. All lengths are percentages of its width and height, from the upper left.</summary>
public sealed record Bar(Column Column, double Slot, double X, double Width, double Y, double Height);

/// <summary>A line of the value axis, or a name on the other one, at a percentage of the drawing's height or width.</summary>
public sealed record Tick(double At, string Text);

/// <summary>Columns drawn to a scale that holds them all and nothing. Everything a drawing needs, and no drawing.</summary>
public sealed record Chart(IReadOnlyList<Bar> Bars, IReadOnlyList<Tick> Lines, IReadOnlyList<Tick> Names)
{
    /// <summary>Most names below the columns: as many as a narrow screen has room for.</summary>
    public const int NamesMax = 5;

    /// <summary>How much of its place a column fills.</summary>
    private const double Filled = 0.76;

    public bool IsEmpty => Bars.All(b => b.Column.Value == 0);

    /// <summary>How wide a column's place is, in percent.</summary>
    public double Slot => Bars.Count == 0 ? 0 : 100.0 / Bars.Count;

    public static Chart Of(IReadOnlyList<Column> columns, bool isWhole)
    {
        var scale = Scale.Of(columns.Select(c => c.Value), isWhole);
        var (slot, zero) = (columns.Count == 0 ? 0 : 100.0 / columns.Count, scale.At(0));
        var each = Math.Max(1, (columns.Count + NamesMax - 1) / NamesMax);
        return new(
            [.. columns.Select((c, i) =>
            {
                var at = scale.At(c.Value);
                return new Bar(c, i * slot, (i + ((1 - Filled) / 2)) * slot, slot * Filled, Math.Min(at, zero), Math.Abs(at - zero));
            })],
            [.. scale.Lines.Select(v => new Tick(scale.At(v), Brief(v)))],
            [.. columns.Select((c, i) => new Tick(i * slot, c.Label)).Where((_, i) => i % each == 0)]);
    }

    /// <summary>As an attribute of a drawing takes it.</summary>
    public static string Percent(double length) => string.Create(CultureInfo.InvariantCulture, $"{length:0.###}%");

    /// <summary>"950", "1.5k", "20M".</summary>
    public static string Brief(decimal value) => Math.Abs(value) switch
    {
        >= 1_000_000_000 => Text($"{value / 1_000_000_000:0.###}G"),
        >= 1_000_000 => Text($"{value / 1_000_000:0.###}M"),
        >= 1_000 => Text($"{value / 1_000:0.###}k"),
        _ => Text($"{value:0.####}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The value axis: from a round number to a round number, in round steps. It always holds 0.</summary>
public sealed record Scale(decimal Low, decimal High, decimal Step)
{
    private const int StepsMax = 4;

    public IEnumerable<decimal> Lines
    {
        get
        {
            for (var line = Low; line <= High; line += Step)
                yield return line;
        }
    }

    /// <summary>The narrowest for these values; with <paramref name="isWhole"/> it has no lines between whole numbers.</summary>
    public static Scale Of(IEnumerable<decimal> values, bool isWhole)
    {
        var (low, high) = (0m, 0m);
        foreach (var value in values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low == high)
            high = 1;
        var step = isWhole ? 1m : 0.01m;
        // 1, 2, 5, 10, 20 ... until few enough steps hold all.
        for (var i = 0; Math.Ceiling(high / step) - Math.Floor(low / step) > StepsMax; i++)
            step = i % 3 == 1 ? step * 5 / 2 : step * 2;
        return new(Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step);
    }

    /// <summary>Where a value stands, in percent from the top.</summary>
    public double At(decimal value) => (double)((High - value) / (High - Low) * 100);
}
