namespace OrderLedger.Tests.Domain;

public class LateReports
{
    [Theory]
    [InlineData(-60, false)]
    [InlineData(0, false)]
    [InlineData(300, false)]
    [InlineData(301, true)]
    public void Are_those_recorded_longer_afterwards_than_clocks_may_differ(int seconds, bool isLate)
    {
        var occurred = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Push.IsLate(occurred, occurred.AddSeconds(seconds)).ShouldBe(isLate);
    }
}
