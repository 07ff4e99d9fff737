using System.Numerics;

namespace OrderLedger.Benchmarks;

/// <summary>Counts durations in buckets at most 3 % wide. One caller's own: nothing is locked, sums are made at the end.</summary>
internal sealed class Latencies
{
    private const int StepBits = 5;

    private readonly long[] counts = new long[48 << StepBits];
    private long max;

    public long Count { get; private set; }

    public void Add(TimeSpan took)
    {
        var micros = Math.Max(0, (long)took.TotalMicroseconds);
        counts[BucketOf(micros)]++;
        Count++;
        max = Math.Max(max, micros);
    }

    public void Add(Latencies others)
    {
        for (var i = 0; i < counts.Length; i++)
            counts[i] += others.counts[i];
        Count += others.Count;
        max = Math.Max(max, others.max);
    }

    public Spread Spread() => new(At(0.50), At(0.90), At(0.99), max / 1_000.0);

    private double At(double share)
    {
        var left = (long)Math.Ceiling(share * Count);
        for (var i = 0; i < counts.Length; i++)
            if ((left -= counts[i]) <= 0 && counts[i] > 0)
                return Math.Min(UpperEndOf(i), max) / 1_000.0;
        return 0;
    }

    private static int BucketOf(long micros)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)micros | 1) - StepBits);
        return (shift << StepBits) + (int)(micros >> shift);
    }

    private static long UpperEndOf(int bucket)
    {
        var shift = Math.Max(0, (bucket >> StepBits) - 1);
        return (bucket - (shift << StepBits) + 1L << shift) - 1;
    }
}

/// <summary>Durations in milliseconds.</summary>
internal sealed record Spread(double P50, double P90, double P99, double Max);
