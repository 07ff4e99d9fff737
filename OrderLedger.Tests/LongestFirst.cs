using OrderLedger.Tests;
using OrderLedger.Tests.Faults;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer($"OrderLedger.Tests.{nameof(LongestFirst)}", "OrderLedger.Tests")]

namespace OrderLedger.Tests;

/// <summary>
/// Starts first what takes longest, so that no core idles at the end: tests that start servers, then those that start verbs.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(c => Place(c.DisplayName)).ThenBy(c => c.DisplayName, StringComparer.Ordinal);

    private static int Place(string name) =>
        name.EndsWith(nameof(CheckpointsOfAKilledServer), StringComparison.Ordinal) ? 0
        : name == FaultTests.Name ? 1
        : name.Contains($".{nameof(Cli)}.", StringComparison.Ordinal) ? 2 : 3;
}
