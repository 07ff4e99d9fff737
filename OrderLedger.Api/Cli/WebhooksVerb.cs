using System.CommandLine;
using System.Text.Json.Nodes;
using OrderLedger.Api.Ledger.Outward;
using OrderLedger.Api.Webhooks;

namespace OrderLedger.Api.Cli;

/// <summary>webhooks add | list | set | remove | rotate | test | deliveries | redeliver. A running server follows at once.</summary>
internal static class WebhooksVerb
{
    private static readonly Option<string> StoreName =
        new("--store") { Description = "The store.", DefaultValueFactory = _ => Bootstrap.StoreName };
    private static readonly Option<string?> Kind =
        new("--kind") { Description = "webhook, or shop: statuses are written to the store's own shop." };
    private static readonly Option<string?> Url = new("--url") { Description = "Where the messages go: an https address." };
    private static readonly Option<string[]> Types = Many("--type", "An event to be told of, e.g. order.status_changed, or '*'.");
    private static readonly Option<string[]> Statuses = Many("--status", "Only events after which the order has this status.");
    private static readonly Option<string[]> PhaseNames = Many("--phase", "Only events after which the order has this phase.");
    private static readonly Option<string?> Description = new("--description") { Description = "A name for people." };
    private static readonly Option<bool?> Details =
        new("--details") { Description = "true: messages carry reasons and notes, which may be personal." };
    private static readonly Option<bool?> Active = new("--active") { Description = "false switches it off, true on." };
    private static readonly Option<long?> After = new("--after") { Description = "A seq: events behind it." };
    private static readonly Option<long?> To = new("--to") { Description = "The last seq." };
    private static readonly Option<string?> Since = new("--since") { Description = "A time or a day: events recorded from then on." };
    private static readonly Option<string?> Until = new("--until") { Description = "A time or a day: events recorded until then." };
    private static readonly Option<string?> Message = new("--delivery") { Description = "One message, msg_..." };
    private static readonly Option<string?> State =
        new("--state") { Description = $"Only those that are {string.Join(", ", Delivery.States)}." };
    private static readonly Argument<string> Id = new("id") { Description = "The subscription's id, as 'webhooks list' shows it." };

    public static Command Make() => new("webhooks", "Tells addresses of others what happens to a store's orders (docs/webhooks.md).")
    {
        Part("add", "Adds a subscription and prints its secret once, on the last line of stdout.", Add,
            StoreName, Kind, Url, Types, Statuses, PhaseNames, Description, Details, After, Since),
        Part("list", "Lists the subscriptions of a store.", List, StoreName),
        Part("set", "Changes a subscription; what is not said stays.", Set,
            StoreName, Id, Url, Types, Statuses, PhaseNames, Description, Details, Active),
        Part("remove", "Removes a subscription with its deliveries.", Remove, StoreName, Id),
        Part("rotate", "Gives it a new secret, printed once. The old one signs beside it for a day.", Rotate, StoreName, Id),
        Part("test", "Sends a message of type test and prints the answer.", Test, StoreName, Id),
        Part("deliveries", "Lists the newest 100 messages and what came of them.", Deliveries, StoreName, Id, State),
        Part("redeliver", "Sends one message again, or those of a range of events.", Redeliver,
            StoreName, Id, Message, After, To, Since, Until),
    };

    private static async Task<int> Add(ParseResult call, Session session, CancellationToken stop)
    {
        var store = (await session.StoreNamed(call.GetRequiredValue(StoreName), stop)).Store;
        var added = await session.Get<SubscriptionDesk>().Make(BodyOf(call), store, Operator.Here, id: null, stop);
        var made = Taken(added);
        if (added.Secret is null)
        {
            Console.WriteLine($"Subscription {made.Id} writes statuses of store '{made.Store}' to {made.Host}.");
            return 0;
        }
        Console.WriteLine($"Subscription {made.Id} of store '{made.Store}' tells {made.Host}. Its secret is shown only now:");
        Console.WriteLine(added.Secret);
        return 0;
    }

    private static async Task<int> List(ParseResult call, Session session, CancellationToken stop)
    {
        var store = await session.StoreNamed(call.GetRequiredValue(StoreName), stop);
        Console.WriteLine("id  url  types  waiting  state  description");
        foreach (var s in await session.Get<SubscriptionTable>().Of(store.Store.Name, stop))
        {
            var (waiting, _) = await session.Get<DeliveryTable>().Lag(s.Id, stop);
            var types = string.Join(',', s.Filter.Types.Select(WebhookMessage.TypeOf));
            Console.WriteLine($"{s.Id}  {s.Url}  {types}  {waiting}  {(s.OffAt is null ? "on" : $"off: {s.OffReason}")}  {s.Description}");
        }
        return 0;
    }

    private static async Task<int> Set(ParseResult call, Session session, CancellationToken stop)
    {
        var (store, known) = await Known(call, session, stop);
        var changed = Taken(await session.Get<SubscriptionDesk>().Change(known, BodyOf(call), store, Operator.Here, stop));
        Console.WriteLine(changed.Revision == known.Revision ? $"Subscription {known.Id} is like that already." : $"Subscription {known.Id} is changed.");
        return 0;
    }

    private static async Task<int> Remove(ParseResult call, Session session, CancellationToken stop)
    {
        var (_, known) = await Known(call, session, stop);
        await session.Get<SubscriptionTable>().Remove(known, Operator.Here, stop);
        Console.WriteLine($"Subscription {known.Id} is removed.");
        return 0;
    }

    private static async Task<int> Rotate(ParseResult call, Session session, CancellationToken stop)
    {
        var (_, known) = await Known(call, session, stop);
        var rotated = await session.Get<SubscriptionDesk>().Rotate(known, Operator.Here, stop);
        Console.WriteLine($"Subscription {Taken(rotated).Id} has a new secret. The old one signs beside it for a day. It is shown only now:");
        Console.WriteLine(rotated.Secret);
        return 0;
    }

    private static async Task<int> Test(ParseResult call, Session session, CancellationToken stop)
    {
        var (_, known) = await Known(call, session, stop);
        if (known.Kind == Subscription.Shop)
            throw new UsageException($"Ask the server to try the shop: POST /api/webhook-subscriptions/{known.Id}/test");
        var (id, answer, _) = await session.Get<SubscriptionDesk>().Test(known, stop);
        Console.WriteLine($"{id}: {(answer.IsSuccess ? "taken" : "not taken")}{(answer.Status is { } status ? $", answered {status}" : "")}");
        Console.WriteLine(answer.Body);
        return answer.IsSuccess ? 0 : 1;
    }

    private static async Task<int> Deliveries(ParseResult call, Session session, CancellationToken stop)
    {
        var (_, known) = await Known(call, session, stop);
        if (call.GetValue(State) is { } state && !Delivery.States.Contains(state))
            throw new UsageException($"--state takes {string.Join(", ", Delivery.States)}.");
        Console.WriteLine("id  order  seq  state  attempts  status  took  next attempt");
        foreach (var d in await session.Get<DeliveryTable>().Page(known.Id, call.GetValue(State), null, 100, stop))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{WebhookMessage.IdOf(d.Id)}  {d.OrderId}  {d.Seq}  {d.State}  {d.Attempts}  {d.Status}  {d.TookMs} ms  {(d.State == Delivery.Waiting ? $"{d.DueAt:u}" : "")}"));
        return 0;
    }

    private static async Task<int> Redeliver(ParseResult call, Session session, CancellationToken stop)
    {
        var (store, known) = await Known(call, session, stop);
        var table = session.Get<SubscriptionTable>();
        var wanted = await WantedAgain.Read(BodyOf(call), store, table, stop)
            ?? throw new UsageException("Say --delivery msg_..., or a range: --after SEQ or --since TIME, and --to SEQ or --until TIME if it has an end.");
        if (wanted.Delivery is { } delivery)
        {
            if (!await session.Get<DeliveryTable>().Again(known, delivery, stop))
                throw new UsageException(WebhookWords.NoDelivery);
            Console.WriteLine($"{WebhookMessage.IdOf(delivery)} is sent again.");
            return 0;
        }
        var range = await table.Refill(known, wanted.Range, stop) ?? throw new UsageException(WebhookWords.NoRange);
        Console.WriteLine($"The events after seq {range.After} up to {range.To} are sent again.");
        return 0;
    }

    private static Subscription Taken(SubscriptionAnswer answer) =>
        answer.Fault is { } fault ? throw new UsageException(fault.Error)
            : answer.Now ?? throw new UsageException("The subscription was removed meanwhile.");

    private static async Task<(Store Store, Subscription Subscription)> Known(ParseResult call, Session session, CancellationToken stop)
    {
        var (store, id) = (await session.StoreNamed(call.GetRequiredValue(StoreName), stop), call.GetRequiredValue(Id));
        var found = Guid.TryParse(id, out var known)
            ? await session.Get<SubscriptionTable>().Find(store.Store.Name, known, stop) : null;
        return (store.Store, found
            ?? throw new UsageException($"Store '{store.Store.Name}' has no subscription '{id}'. Use: webhooks list --store {store.Store.Name}"));
    }

    // What the API's routes take, so that both are read by one reader.
    private static JsonElement BodyOf(ParseResult call)
    {
        var body = new JsonObject();
        foreach (var (option, name) in ((Option, string)[])[(Kind, "kind"), (Url, "url"), (Description, "description"), (Details, "details"),
            (Active, "active"), (After, "after"), (To, "to"), (Since, "since"), (Until, "until"), (Message, "delivery"), (Types, "types"),
            (Statuses, "statuses"), (PhaseNames, "phases")])
            if (call.GetResult(option) is { Implicit: false } said)
                body[name] = JsonSerializer.SerializeToNode(said.GetValueOrDefault<object>());
        return JsonSerializer.SerializeToElement(body);
    }

    private static Command Part(string name, string description, Func<ParseResult, Session, CancellationToken, Task<int>> run,
        params Symbol[] takes)
    {
        var part = new Command(name, description);
        foreach (var symbol in takes)
            if (symbol is Option option)
                part.Options.Add(option);
            else
                part.Arguments.Add((Argument)symbol);
        part.SetAction((call, stop) => Session.Run(session => run(call, session, stop), stop));
        return part;
    }

    private static Option<string[]> Many(string name, string description) =>
        new(name) { Description = $"{description} May be said several times." };
}
