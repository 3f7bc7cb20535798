package report

import (
	"strings"
	"sync"
)

// wholeLines are lines that are furniture when they stand alone, in normalised form. They are labels and
// commands of pages; a sentence never consists of one of them.
var wholeLines = sync.OnceValue(func() map[string]string {
	m := make(map[string]string, 400)
	for _, group := range [...]struct{ kind, lines string }{
		{bylineLabel, `published|published on|published by|published at|publish date|on|by|posted|posted on|posted by|posted in|updated|updated on|last updated|last modified|written by|author|authors|about the author|date|time|source|in|from|at|and|or|via|staff writer|staff reporter|contributor|text|the article|article`},
		{navigation, `home|home page|menu|main menu|open menu|close menu|close|search|search for|search for:|skip to content|skip to main content|skip to navigation|jump to content|jump to navigation|back|back to top|go to top|top|scroll to top|next|previous|prev|next article|previous article|next post|previous post|next story|older posts|newer posts|exit mobile version|view mobile version|view desktop version|desktop version|mobile version|full site|load more|show more|show less|see more|view more|view all|see all|more|read more|read full article|read the full article|continue reading|expand|collapse|toggle navigation|toggle menu|navigation|about|about us|contact|contact us|privacy|privacy policy|privacy notice|terms|terms of use|terms of service|terms and conditions|terms & conditions|cookie policy|editorial policy|code of ethics|sitemap|site map|careers|jobs|help|faq|faqs|feedback|accessibility|advertise|advertise with us|advertising|media kit|archive|archives|rss|rss feed|all news|all sections|sections|topics|categories|category|english|русский|հայերեն|azərbaycanca|türkçe|français|español|deutsch|العربية|ქართული|en|ru|az|am|language|languages|select language|choose language|settings|edition|pages|go|ok|okay|submit|cancel|yes|no thanks|dismiss|got it|click here|here|report a typo|report an error|correct the text|found an error|see also|return to top|news menu|site search|loading|please wait|error|page|download|download pdf|read in app|open in app|get the app|permalink|link|links|quick links|useful links|follow the topic|this article|this story|javascript is disabled`},
		{section, `news|latest|world|world news|politics|economy|business|sport|sports|opinion|opinions|culture|society|technology|tech|science|health|entertainment|lifestyle|video|videos|photo|photos|multimedia|podcasts|podcast|interviews|analysis|analytics|commentary|editorial|editorials|regional|region|regions|international|national|local news|breaking news|top stories|headlines|features|environment|education|travel|arts|weather|press releases|press release|blogs|blog|in depth|official|incidents|army|armed forces|middle east|europe|asia|africa|americas|caucasus|south caucasus|foreign policy|domestic policy`},
		{share, `share|share this|share this article|share this story|share this post|share article|share via|share on|share with|share it|share this on|share this page|share on facebook|share on twitter|share on x|share on linkedin|share on whatsapp|share on telegram|share on reddit|share on pinterest|share by email|share via email|facebook|twitter|x|instagram|telegram|whatsapp|linkedin|pinterest|reddit|youtube|tumblr|viber|messenger|vkontakte|vk|odnoklassniki|ok.ru|skype|tiktok|flipboard|mastodon|bluesky|threads|pocket|email|e-mail|mail|email this|email article|print|print this|print article|print page|printer friendly|copy|copy link|copy url|link copied|copied|tweet|retweet|like|like this|like this:|like loading|save|save article|bookmark|send|send email|pin|pin it|flip|follow|follow us|follow us on|follow me|follow us on facebook|follow us on twitter|follow us on social media|find us on facebook|font size|text size|a-|a+|a a a|comment|0|more sharing options|view on twitter|view this post on instagram|gift|gift article|gift this article|share full article|google news|google plus|google+`},
		{commentForm, `leave a reply|leave a comment|leave comment|leave your comment|add a comment|add comment|add your comment|post a comment|post comment|post a reply|write a comment|write your comment|your comment|your name|your email|your email address|your e-mail|name|name *|email *|website|url|cancel reply|click here to cancel reply|reply|comments|comment *|no comments|no comments yet|be the first to comment|be first to comment|view comments|show comments|hide comments|join the conversation|join the discussion|start the conversation|comments are closed|comments are off|comments off|discussion|log in to comment|login to comment|sign in to comment|recent comments|comments (0)|leave a reply cancel reply|subscribe to comments|notify me of follow-up comments by email|notify me of new posts by email|responses`},
		{related, `trending|trending now|trending topics|trending news|trending stories|related|related articles|related news|related posts|related stories|related story|related topics|related content|related coverage|related links|related materials|related items|related videos|you may like|you may also like|you might like|you might also like|you might be interested in|you may be interested in|recommended|recommended for you|recommended stories|recommended articles|recommended reading|more stories|more news|more articles|more on this|more on this story|more on this topic|more like this|more to read|more for you|more from us|most read|most popular|most viewed|most commented|most shared|most recent|popular|popular news|popular posts|popular stories|popular now|latest news|latest stories|latest articles|latest posts|latest headlines|latest updates|latest videos|news feed|newsfeed|recent news|recent posts|recent articles|recent stories|editor's picks|editors' picks|editor's choice|editors choice|top news|must read|must reads|don't miss|in case you missed it|read also|see also|also read|also on|keep reading|read next|up next|what to read next|next up|other news|other articles|similar articles|similar news|similar posts|in this story|from around the web|around the web|from the web|promoted content|promoted stories|sponsored content|sponsored stories|paid content|what's new|today's top stories|today's headlines|hot topics|hot news|featured|featured stories|featured news|featured articles|featured posts|discover more|explore more|news in pictures|other stories|top headlines|last news|all latest news|news by theme|news of the day`},
		{newsletter, `newsletter|newsletters|newsletter signup|newsletter sign up|newsletter sign-up|subscribe|subscribe now|subscribe today|subscribe to our newsletter|sign up|sign up now|sign me up|sign up for our newsletter|email address|email address *|enter your email|enter your email address|join our newsletter|join our mailing list|get our newsletter|get the newsletter|daily newsletter|weekly newsletter|email newsletter|get notified|get updates|stay updated|stay informed|stay connected|stay in touch|stay tuned|join us|join now|join our telegram channel|join our channel|subscribe to our channel|subscribe to our telegram channel|subscribe to our youtube channel|unsubscribe|you can unsubscribe at any time|you have successfully subscribed|thank you for subscribing|thanks for subscribing|donate|donate now|support us|support our work|become a member|become a supporter|become a patron|make a donation`},
		{cookies, `accept|accept all|accept cookies|accept all cookies|reject|reject all|decline|manage cookies|cookie settings|cookies settings|manage preferences|manage consent|privacy settings|i agree|i accept|agree|learn more|privacy preferences|your privacy choices|do not sell my personal information|do not sell or share my personal information|necessary|always active|save & accept`},
		{advertisement, `advertisement|advertisements|advert|ad|ads|adverts|sponsored|sponsor|sponsors|promoted|story continues below|story continues below advertisement|article continues below|article continues below advertisement|article continues after advertisement|story continues after advertisement|continue reading below|continues below|skip ad|skip advertisement|scroll to continue|scroll to continue with content|report this ad|remove ads|advertisement - scroll to continue|advertisement scroll to continue|content continues below|partner content|ads by google|advertiser content|affiliate disclosure`},
		{account, `log in|login|log out|logout|sign in|sign out|register|registration|create account|create an account|create a free account|my account|account|my profile|profile|forgot password|forgot your password|lost your password|password|username|remember me|already a subscriber|already a member|already have an account|already registered|not a member|sign in to your account|subscriber login|manage account|my subscription|your account|start your free trial|view offers|subscribe to continue|subscribe to read|subscribe to continue reading`},
		{tags, `tags|tag|topic|filed under|more about|keywords|key words|labels|in this article|mentioned in this article|related tags|read more about`},
		{media, `listen|listen to this article|listen to article|listen to the article|listen to this story|listen now|audio|play|play video|play audio|pause|mute|unmute|watch|watch now|watch live|watch video|watch the video|live|video player is loading|now playing|current time|duration|remaining time|fullscreen|full screen|picture-in-picture|gallery|photo gallery|view gallery|open gallery|slideshow|zoom|enlarge|enlarge image|click to enlarge|view image|view full image|this video can not be played|this content is not available|image|embed|embed share|the code has been copied to your clipboard|no media source currently available|reading time`},
	} {
		for l := range strings.SplitSeq(group.lines, "|") {
			m[l] = group.kind
		}
	}
	return m
})

// opening is how a line of furniture begins. most is the number of words it may have; colon says that the
// words must end the line or stand before a colon or a dash.
type opening struct {
	words, kind string
	most        int
	colon       bool
}

// openings are the ways in which lines of furniture begin, by their first word.
var openings = sync.OnceValue(func() map[string][]opening {
	list := []opening{
		{"read also", related, 30, true},
		{"also read", related, 30, true},
		{"also see", related, 30, true},
		{"see also", related, 30, true},
		{"read more", related, 30, true},
		{"read more about", related, 12, false},
		{"read more on", related, 12, false},
		{"read more from", related, 12, false},
		{"read next", related, 30, true},
		{"read the full", related, 9, false},
		{"read our", related, 9, false},
		{"related", related, 30, true},
		{"related story", related, 30, true},
		{"related article", related, 30, true},
		{"related articles", related, 30, true},
		{"related news", related, 30, true},
		{"recommended", related, 30, true},
		{"more", related, 20, true},
		{"more from", related, 8, false},
		{"more on", related, 8, false},
		{"more news from", related, 9, false},
		{"don't miss", related, 20, true},
		{"dont miss", related, 20, true},
		{"must read", related, 20, true},
		{"trending", related, 20, true},
		{"you may also like", related, 20, true},
		{"in case you missed it", related, 20, true},
		{"click here to", related, 16, false},
		{"click here for", related, 16, false},
		{"click to read", related, 16, false},
		{"to read the full", related, 20, false},
		{"follow us on", share, 16, false},
		{"follow us", share, 10, false},
		{"follow our", share, 14, false},
		{"follow him on twitter", share, 10, false},
		{"follow her on twitter", share, 10, false},
		{"find us on", share, 10, false},
		{"like us on", share, 12, false},
		{"join us on", share, 12, false},
		{"join our telegram", share, 16, false},
		{"join our whatsapp", share, 16, false},
		{"click to share", share, 12, false},
		{"click to print", share, 10, false},
		{"click to email", share, 14, false},
		{"share this", share, 7, false},
		{"share on", share, 5, false},
		{"share to", share, 4, false},
		{"share via", share, 4, false},
		{"share", share, 12, true},
		{"tweet this", share, 6, false},
		{"email this", share, 8, false},
		{"print this", share, 6, false},
		{"save my name", commentForm, 20, false},
		{"you must be logged in", commentForm, 12, false},
		{"you need to be logged in", commentForm, 12, false},
		{"please log in to", commentForm, 14, false},
		{"please sign in to", commentForm, 14, false},
		{"log in to", account, 10, false},
		{"log in or", account, 10, false},
		{"sign in to", account, 10, false},
		{"sign in or", account, 10, false},
		{"already a subscriber", account, 12, false},
		{"already have an account", account, 12, false},
		{"don't have an account", account, 12, false},
		{"view all posts by", bylineLabel, 12, false},
		{"view all posts", navigation, 8, false},
		{"by submitting", newsletter, 50, false},
		{"by signing up", newsletter, 50, false},
		{"by subscribing", newsletter, 50, false},
		{"by clicking", cookies, 50, false},
		{"by continuing to", cookies, 50, false},
		{"by using this site", cookies, 50, false},
		{"sign up for", newsletter, 24, false},
		{"sign up to", newsletter, 24, false},
		{"subscribe to", newsletter, 24, false},
		{"subscribe for", newsletter, 20, false},
		{"subscribe here", newsletter, 20, false},
		{"subscribe now", newsletter, 20, false},
		{"get the latest news", newsletter, 24, false},
		{"get the latest", newsletter, 16, false},
		{"get the best of", newsletter, 20, false},
		{"get breaking news", newsletter, 20, false},
		{"get our", newsletter, 14, false},
		{"get email", newsletter, 14, false},
		{"enter your email", newsletter, 16, false},
		{"never miss a story", newsletter, 16, false},
		{"download our app", newsletter, 16, false},
		{"download the app", newsletter, 16, false},
		{"support our journalism", newsletter, 20, false},
		{"please enable javascript", navigation, 24, false},
		{"please consider supporting", newsletter, 24, false},
		{"please consider making a donation", newsletter, 24, false},
		{"javascript is", navigation, 20, false},
		{"your browser does not support", media, 16, false},
		{"this website uses", cookies, 60, false},
		{"this site uses", cookies, 60, false},
		{"we use cookies", cookies, 90, false},
		{"we and our partners", cookies, 90, false},
		{"advertisement", advertisement, 6, false},
		{"story continues below", advertisement, 6, false},
		{"article continues below", advertisement, 6, false},
		{"tags", tags, 40, true},
		{"tag", tags, 20, true},
		{"topics", tags, 30, true},
		{"filed under", tags, 30, false},
		{"posted in", tags, 10, false},
		{"categories", tags, 20, true},
		{"category", tags, 12, true},
		{"keywords", tags, 30, true},
		{"more about", tags, 14, true},
		{"explore more on", tags, 14, false},
		{"listen to this", media, 8, false},
		{"listen to the", media, 8, false},
		{"watch live", media, 14, true},
		{"watch now", media, 14, true},
		{"watch", related, 24, true},
		{"video", related, 20, true},
		{"play video", media, 20, false},
		{"reading time", media, 8, false},
		{"estimated reading time", media, 8, false},
		{"read time", media, 8, false},
		{"skip to", navigation, 6, false},
		{"back to", navigation, 5, false},
		{"go back to", navigation, 6, false},
		{"return to", navigation, 4, true},
		{"next", navigation, 24, true},
		{"previous", navigation, 24, true},
		{"next article", navigation, 24, false},
		{"previous article", navigation, 24, false},
		{"next post", navigation, 24, true},
		{"previous post", navigation, 24, true},
		{"report this", navigation, 6, false},
		{"found a typo", navigation, 24, false},
		{"if you find an error", navigation, 30, false},
		{"if you have found a spelling error", navigation, 30, false},
		{"powered by", copyrightLine, 8, false},
		{"proudly powered by", copyrightLine, 8, false},
		{"designed by", copyrightLine, 8, false},
		{"copyright", copyrightLine, 12, false},
		{"©", copyrightLine, 80, false},
		{"loading", navigation, 4, false},
		{"total views", share, 4, false},
		{"views", share, 3, true},
	}
	m := make(map[string][]opening, len(list))
	for _, o := range list {
		word, _, _ := strings.Cut(o.words, " ")
		m[word] = append(m[word], o)
	}
	return m
})
