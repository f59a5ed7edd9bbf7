import { createRouter, createWebHistory, type Router } from 'vue-router'
import OrderPage from './pages/OrderPage.vue'
import OrdersPage from './pages/OrdersPage.vue'
import TeaPage from './pages/TeaPage.vue'
import TeasPage from './pages/TeasPage.vue'
import { isSimulated } from './simulated.ts'
import { signInFirst } from './sign-in-first.ts'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
  }
}

export const router: Router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: TeasPage, meta: { title: '山前茶铺' } },
    {
      path: '/teas/:teaId',
      component: TeaPage,
      props: true,
      beforeEnter: signInFirst,
      meta: { title: '确认订单' },
    },
    {
      path: '/orders',
      component: OrdersPage,
      beforeEnter: signInFirst,
      meta: { title: '我的订单' },
    },
    {
      path: '/orders/:orderId',
      component: OrderPage,
      props: true,
      beforeEnter: signInFirst,
      meta: { title: '订单详情' },
    },
    { path: '/:rest(.*)*', redirect: '/' },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

// WeChat shows the document's title in its bar.
router.afterEach((to) => {
  document.title = `${isSimulated ? '〔模拟〕' : ''}${to.meta.title}`
})
