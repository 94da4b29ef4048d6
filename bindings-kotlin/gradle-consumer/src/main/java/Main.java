import io.github.dgspay.Balance;
import io.github.dgspay.DgsPay;

/** Prints the balances of the account that the environment names. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        try (DgsPay pay = DgsPay.fromEnv()) {
            for (Balance balance : pay.getWallet().balancesAsync().get()) {
                System.out.println(balance.getAvailable());
            }
        }
    }
}
