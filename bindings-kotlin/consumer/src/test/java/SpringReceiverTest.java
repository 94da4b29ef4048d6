import consumer.ReceiverTest;
import io.github.dgspay.spring.DgsPayWebhook;
import java.util.Map;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** Spring Boot with its own Tomcat and its message converters, in Java. */
class SpringReceiverTest extends ReceiverTest {
    @EnableAutoConfiguration
    static class Shop {}

    private ConfigurableApplicationContext shop;

    private RouterFunction<ServerResponse> webhooks() {
        return DgsPayWebhook.route("/webhook", getWebhook(), this::take);
    }

    private RouterFunction<ServerResponse> parsed() {
        return RouterFunctions.route()
            .POST("/parsed", request -> ServerResponse.ok().body(request.body(Map.class)))
            .build();
    }

    @Override
    protected int start() {
        shop = new SpringApplicationBuilder(Shop.class)
            .initializers(context -> {
                GenericApplicationContext beans = (GenericApplicationContext) context;
                beans.registerBean("webhooks", RouterFunction.class, this::webhooks);
                beans.registerBean("parsed", RouterFunction.class, this::parsed);
            })
            .properties("server.port=0", "spring.main.banner-mode=off")
            .run();
        return shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    @Override
    protected void stop() {
        shop.close();
    }
}
