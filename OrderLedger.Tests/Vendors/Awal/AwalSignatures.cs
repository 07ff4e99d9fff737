using Npgsql;
using OrderLedger.Api.Access;
using OrderLedger.Api.Vendors.Awal;

namespace OrderLedger.Tests.Vendors.Awal;

public class AwalSignatures(SocketApp app) : IClassFixture<SocketApp>, IAsyncLifetime
{
    private const string Order = "/orders/1?phone_number_id=123456";
    private const string Body = """{"status":"shipped"}""";

    private static int made;

    private readonly Signatory shop = Signatory.Of($"signing-{Interlocked.Increment(ref made)}");

    public async Task InitializeAsync()
    {
        await app.NewStore(shop.Domain, "awal");
        await app.RegisterAt(shop.Domain, "1");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("PUT/orders/1?phone_number_id=1234561704124800", Body, "846bbe90adf2d7d392a3e39e00b8ae1837772c6377b2359b006fb63e4b500653")]
    [InlineData("GET/orders?phone_number_id=123456&status=pending1704124800", "",
        "d80cde020afa19304dd1dfac399444ccb3fc5a2176cb87f2eca931b2539e01c7")]
    public void The_signature_is_the_one_of_the_vector(string head, string body, string hex) =>
        SignedRequest.Of(head, body.Bytes(), "awal-test-secret").ShouldBe(hex);

    [Theory]
    [InlineData(-295)]
    [InlineData(0)]
    [InlineData(295)]
    public async Task Within_five_minutes_a_signature_proves_its_sender(int seconds)
    {
        using var response = await app.SendSigned(shop.SecondsFromNow(seconds), HttpMethod.Put, Order, Body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(-301)]
    [InlineData(306)]
    public Task Outside_of_them_it_does_not(int seconds) => Refused(shop.SecondsFromNow(seconds));

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public void The_window_is_300_seconds_either_way(int seconds, bool timely)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_704_124_800);
        SignedRequest.IsTimely(new("c", "d", $"{1_704_124_800 + seconds}", ""), now).ShouldBe(timely);
    }

    [Theory]
    [InlineData("X-Awal-Signature-256")]
    [InlineData("X-Timestamp")]
    [InlineData("X-Domain")]
    [InlineData("X-Client-ID")]
    public Task All_four_headers_are_needed(string header) => Refused(shop with { Without = [header] });

    [Theory]
    [InlineData("0")]
    [InlineData("170412480")]
    [InlineData("01704124800")]
    [InlineData("1704124800.5")]
    [InlineData("now")]
    public Task A_timestamp_has_ten_digits(string at) => Refused(shop with { At = at });

    [Fact]
    public Task Another_domain_is_refused() => Refused(shop with { Domain = "another" });

    [Fact]
    public Task Another_secret_is_refused() => Refused(shop with { Secret = "another" });

    [Fact]
    public Task An_unknown_client_is_refused() => Refused(shop with { ClientId = "another" });

    [Fact]
    public async Task A_key_that_may_only_read_cannot_push()
    {
        var store = new Store(shop.Domain, "awal", Policy.Permissive, "USD", TimeZoneInfo.Utc);
        await app.NewKey(Keys.ToStore($"reads {shop.Domain}", store, "reader", [Scope.Read], app.Secrets)
            with
        { ClientId = $"reads-{shop.Domain}" });
        var reader = shop with { ClientId = $"reads-{shop.Domain}", Secret = $"reads {shop.Domain}" };

        using var read = await app.SendSigned(reader, HttpMethod.Get, Order);
        using var push = await app.SendSigned(reader, HttpMethod.Put, Order, Body, ("X-Request-Id", "req_2"));

        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        push.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await push.Text()).ShouldBe(
            """{"error":"forbidden","message":"This key lacks the scope 'push'.","details":{"scope":"push"},"request_id":"req_2"}""");
    }

    [Fact]
    public async Task The_query_is_signed_as_it_is_ordered()
    {
        using var listed = await app.SendSigned(shop, HttpMethod.Get, "/orders?phone_number_id=123456&status=pending");
        listed.StatusCode.ShouldBe(HttpStatusCode.OK);

        var signed = shop.Sign(HttpMethod.Get, "/orders?phone_number_id=123456&status=pending", null);
        using var reordered = await app.SendAsIs(HttpMethod.Get, "/orders?status=pending&phone_number_id=123456", null, signed);
        reordered.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_query_is_signed_as_it_is_escaped()
    {
        using var response = await app.SendSigned(shop, HttpMethod.Get, "/orders?searchTerm=a%2Fb%7e+c&phone_number_id=123456");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_changed_body_method_or_path_is_refused()
    {
        var signed = shop.Sign(HttpMethod.Put, Order, Body);
        foreach (var (method, path, body) in new[]
        {
            (HttpMethod.Put, Order, """{"status":"shipped" }"""), (HttpMethod.Put, Order, null),
            (HttpMethod.Put, "/orders/2?phone_number_id=123456", Body), (HttpMethod.Get, Order, Body),
        })
        {
            using var response = await app.SendAsIs(method, path, body, signed);
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task A_signature_that_comes_again_gets_the_first_answer_again()
    {
        await app.RegisterAt(shop.Domain, "20");
        const string order = "/orders/20?phone_number_id=123456";
        var signed = shop.Sign(HttpMethod.Put, order, """{"status":"accepted","admin_notes":"one"}""");
        using var first = await app.SendAsIs(HttpMethod.Put, order, """{"status":"accepted","admin_notes":"one"}""", signed);
        using var next = await app.SendSigned(shop, HttpMethod.Put, order, """{"status":"shipped","admin_notes":"two"}""");
        next.StatusCode.ShouldBe(HttpStatusCode.OK);
        var head = await app.Head();

        using var again = await app.SendAsIs(HttpMethod.Put, order, """{"status":"accepted","admin_notes":"one"}""", signed);

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Text()).ShouldBe(await first.Text());
        again.Header("Idempotency-Replayed").ShouldBe("true");
        first.Header("Idempotency-Replayed").ShouldBeNull();
        (await app.Head()).ShouldBe(head);
        await using var kept = app.Sql.CreateCommand("select count(*) from ledger.ol_idempotency where store = $1 and key = $2");
        kept.Parameters.Add(new NpgsqlParameter<string> { TypedValue = shop.Domain });
        kept.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "s:" + signed[0].Value["sha256=".Length..] });
        (await kept.ExecuteScalarAsync()).ShouldBe(1L, "so that the next start and every other server know it");
    }

    private async Task Refused(Signatory by)
    {
        var head = await app.Head();
        using var response = await app.SendSigned(by, HttpMethod.Put, Order, Body, ("X-Request-Id", "req_1"));
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Header("WWW-Authenticate").ShouldBe("Awal-Signature realm=\"orderledger\"");
        (await response.Text()).ShouldBe(
            """{"error":"authentication_failed","message":"Sign the request: X-Awal-Signature-256, X-Timestamp, X-Domain and """
            + """X-Client-ID are needed and must fit.","details":{},"request_id":"req_1"}""");
        (await app.Head()).ShouldBe(head);
    }
}
