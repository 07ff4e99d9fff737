using System.Text.RegularExpressions;

namespace OrderLedger.Tests.Dashboard;

/// <summary>The pages of an empty store show commands that work as they stand, whatever the store speaks.</summary>
public partial class FirstOrders(SocketApp app) : IClassFixture<SocketApp>
{
    public static TheoryData<string> Dialects => [.. Vocabularies.Names];

    [Theory]
    [MemberData(nameof(Dialects))]
    public async Task Come_in_as_the_pages_of_an_empty_store_say(string dialect)
    {
        foreach (var page in new[] { "", "/orders" })
        {
            var store = $"empty-{dialect}{page.Replace('/', '-')}";
            var key = await app.NewStore(store, dialect);
            using var clerk = await Clerk.SignedIn(app, key);
            var lines = Curl().Matches(await clerk.Page($"/dashboard/{store}{page}"));

            lines.Count.ShouldBeGreaterThan(0);
            foreach (Match line in lines)
            {
                using var answer = await app.Send(new(line.Groups[1].Value), new Uri(line.Groups[2].Value).AbsolutePath,
                    line.Groups[3].Value, key);
                answer.IsSuccessStatusCode.ShouldBeTrue($"{line.Value}: {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }

    [GeneratedRegex("curl -X (\\w+) (\\S+) .*?-d '([^']*)'", RegexOptions.Singleline)]
    private static partial Regex Curl();
}
