using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace OrderLedger.Api.Http;

/// <summary>
/// Listens to one meter and tells what it heard in Prometheus' text format, version 0.0.4: counters and histograms as sums since the start,
/// observable gauges as they are when asked.
/// </summary>
public sealed class MeterText : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly Lock adding = new();
    private readonly SortedDictionary<string, Family> families = new(StringComparer.Ordinal);

    public MeterText(string meter)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == meter)
                listening.EnableMeasurementEvents(instrument, FamilyOf(instrument));
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Add((Family)family!, value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Add((Family)family!, value, tags));
        listener.Start();
    }

    public void Dispose() => listener.Dispose();

    public override string ToString()
    {
        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (adding)
            foreach (var family in families.Values)
                family.Tell(text);
        return text.ToString();
    }

    private Family FamilyOf(Instrument instrument)
    {
        lock (adding)
            return families.TryGetValue(instrument.Name, out var known) ? known : families[instrument.Name] = new(instrument);
    }

    private void Add(Family family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (adding)
            family.Add(value, tags);
    }

    private sealed class Family(Instrument instrument)
    {
        private readonly IReadOnlyList<double>? bounds = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries;
        private readonly bool isGauge = instrument.IsObservable;
        private readonly SortedDictionary<string, Sum> series = new(StringComparer.Ordinal);

        public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = Labels(tags);
            if (!series.TryGetValue(labels, out var sum))
                series[labels] = sum = new(bounds?.Count ?? 0);
            sum.Count++;
            sum.Value = isGauge ? value : sum.Value + value;
            for (var i = 0; i < sum.Buckets.Length; i++)
                if (value <= bounds![i])
                    sum.Buckets[i]++;
        }

        public void Tell(StringBuilder text)
        {
            var (name, kind) = (instrument.Name, bounds is not null ? "histogram" : isGauge ? "gauge" : "counter");
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Description}\n# TYPE {name} {kind}\n");
            foreach (var (labels, sum) in series)
            {
                if (bounds is null)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {sum.Value}\n");
                    continue;
                }
                for (var i = 0; i < bounds.Count; i++)
                    text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"{bounds[i]}\"}} {sum.Buckets[i]}\n");
                text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{le=\"+Inf\"}} {sum.Count}\n{name}_sum {sum.Value}\n{name}_count {sum.Count}\n");
            }
        }

        private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length == 0)
                return "";
            var text = new StringBuilder("{");
            foreach (var (name, value) in tags)
                text.Append(text.Length > 1 ? "," : "").Append(name).Append("=\"").Append(Escaped($"{value}")).Append('"');
            return text.Append('}').ToString();
        }

        private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }

    private sealed class Sum(int buckets)
    {
        public long Count { get; set; }

        public double Value { get; set; }

        public long[] Buckets { get; } = new long[buckets];
    }
}
